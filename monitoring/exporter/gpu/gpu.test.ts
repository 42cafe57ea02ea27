import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type GpuMachine, makeGpuMachine } from "../testing/gpu-machine.ts";
import { scrapeTree } from "../testing/scrape-tree.ts";

let machine: GpuMachine;
beforeEach(() => {
  machine = makeGpuMachine();
});
afterEach(() => machine.remove());

const scrape = async (...more: string[]) => {
  const flags = ["--collector.disable-defaults", "--collector.gpu", `--collector.gpu.nvidia-smi=${machine.tool}`];
  const { page, log } = await scrapeTree(machine.root, ...flags, ...more);
  const lines = page.split("\n").filter((line) => line.startsWith("nvidia_") || line.includes("success{"));
  return { page, lines, log };
};

const masked = (page: string): string =>
  page.replace(/^((?:node_scrape_collector_duration|nvidia_gpu_collector_\w+)_seconds\S*) .*$/gm, "$1 N");

describe("what cards tell becomes metrics, and what they do not is absent", () => {
  test.each(["two-cards", "mig", "old-driver"])("%s", async (table) => {
    machine.become(table);
    const { page, log } = await scrape();
    expect(log).toEqual([]);
    const golden = join(import.meta.dirname, "../../../tests/fixtures/exporter/gpus", `${table}.prom`);
    await expect(masked(page)).toMatchFileSnapshot(golden);
  });
});

describe("what goes wrong is told, and nothing reads as 0", () => {
  test("no GPU: none, and well", async () => {
    rmSync(join(machine.procfs, "driver"), { recursive: true });
    const { lines } = await scrape();
    expect(lines).toContain("nvidia_gpu_devices 0");
    expect(lines).toContain("nvidia_gpu_collector_success 1");
    expect(lines).toContain('node_scrape_collector_success{collector="gpu"} 1');
  });

  test("a driver that has no card: none, and well", async () => {
    machine.become("two-cards", "no-devices");
    const { lines } = await scrape();
    expect(lines).toContain("nvidia_gpu_devices 0");
    expect(lines).toContain("nvidia_gpu_collector_success 1");
  });

  test("a driver that does not answer its own tool", async () => {
    machine.become("two-cards", "no-driver");
    const { lines, log } = await scrape();
    expect(lines).toContain("nvidia_gpu_collector_success 0");
    expect(lines.some((line) => line.startsWith("nvidia_gpu_devices"))).toBe(false);
    expect(log[0]).toContain("couldn't communicate with the NVIDIA driver");
  });

  test("one card lost beside one that works", async () => {
    machine.become("one-lost");
    const { lines, log } = await scrape();
    expect(lines).toContain("nvidia_gpu_devices 1");
    expect(lines).toContain("nvidia_gpu_collector_success 0");
    expect(lines.some((line) => line.startsWith("nvidia_gpu_utilization_percentage"))).toBe(true);
    expect(log[0]).toContain("GPU is lost");
  });

  test("a driver that hangs delays no scrape beyond its wait, and says so", async () => {
    machine.become("two-cards", "hang");
    const startedAt = performance.now();
    const { lines, log } = await scrape("--collector.gpu.timeout=300ms");
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(lines).toContain("nvidia_gpu_collector_success 0");
    expect(log[0]).toContain("did not answer within 0.3 s");
  });

  test("cards without a tool", async () => {
    const { lines, log } = await scrape();
    expect(lines).toContain("nvidia_gpu_collector_success 0");
    expect(log[0]).toContain("NVIDIA container toolkit");
  });
});
