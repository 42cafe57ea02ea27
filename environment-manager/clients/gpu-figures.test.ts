import { describe, expect, test } from "vitest";
import { parseExposition } from "./exposition.ts";
import { gpuReport } from "./gpu-figures.ts";

const report = (...lines: string[]) => gpuReport(parseExposition(lines.join("\n")));

const h200 = [
  'nvidia_gpu_info{gpu="0",uuid="GPU-1",name="NVIDIA H200"} 1',
  'nvidia_gpu_utilization_percentage{gpu="0",uuid="GPU-1"} 74',
  'nvidia_gpu_memory_used_bytes{gpu="0",uuid="GPU-1",gpu_instance="3"} 1',
  'nvidia_gpu_memory_used_bytes{gpu="0",uuid="GPU-1"} 61',
  'nvidia_gpu_memory_total_bytes{gpu="0",uuid="GPU-1"} 139',
  'nvidia_gpu_temperature_celsius{gpu="0",uuid="GPU-1"} 54',
  'nvidia_gpu_power_usage_watts{gpu="0",uuid="GPU-1"} 412.5',
  'nvidia_gpu_power_limit_watts{gpu="0",uuid="GPU-1"} 700',
];

describe("gpuReport", () => {
  test("reads each card, and of MIG instances the whole card", () => {
    expect(report("nvidia_gpu_devices 1", "nvidia_gpu_collector_success 1", ...h200)).toEqual({
      kind: "gpus",
      complaint: false,
      gpus: [
        {
          index: "0",
          name: "NVIDIA H200",
          utilization: 0.74,
          memory: { used: 61, total: 139 },
          celsius: 54,
          watts: 412.5,
          wattsLimit: 700,
        },
      ],
    });
  });

  test("leaves absent what a card does not tell", () => {
    const found = report("nvidia_gpu_devices 1", "nvidia_gpu_collector_success 1", h200[0] ?? "");
    expect(found).toMatchObject({ gpus: [{ index: "0", name: "NVIDIA H200" }] });
    expect(found.kind === "gpus" && Object.keys(found.gpus[0] ?? {})).toEqual(["index", "name"]);
  });

  test("tells no GPU from a collector that is dead, and both from an exporter without one", () => {
    expect(report("nvidia_gpu_devices 0", "nvidia_gpu_collector_success 1")).toEqual({ kind: "none" });
    expect(
      report("nvidia_gpu_collector_success 0", "nvidia_gpu_collector_last_success_timestamp_seconds 1.7e9"),
    ).toEqual({ kind: "dead", lastSuccess: new Date(1.7e12) });
    expect(report("nvidia_gpu_collector_success 0")).toEqual({ kind: "dead" });
    expect(report("node_load1 1")).toEqual({ kind: "unknown" });
  });

  test("shows the cards that could be read, and that not all is well", () => {
    const some = report("nvidia_gpu_devices 1", "nvidia_gpu_collector_success 0", ...h200);
    expect(some).toMatchObject({ kind: "gpus", complaint: true });
  });
});
