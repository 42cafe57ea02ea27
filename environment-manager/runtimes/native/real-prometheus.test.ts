import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { NativeService } from "../../stack/native-service.ts";
import {
  freePort,
  outcome,
  type TemporaryInstallation,
  temporaryInstallation,
  tinyService,
} from "./fixtures/temporary-installation.ts";
import { readProcesses } from "./state-files.ts";

vi.setConfig({ testTimeout: 60_000 });

const { signal } = new AbortController();
const binary = process.env["PROMETHEUS_BINARY"] ?? "";
let installation: TemporaryInstallation;

beforeEach(async () => {
  installation = await temporaryInstallation();
});
afterEach(() => installation.dispose());

/** Prometheus as the stack would describe it, with little to scrape. */
function prometheus(port: number, configuration: string): NativeService {
  const config = join(installation.directory, "prometheus.yml");
  return {
    name: "prometheus",
    title: "Prometheus",
    required: true,
    program: {
      kind: "searched",
      setting: { name: "PROMETHEUS_BINARY", value: binary },
      commands: [],
      places: [],
      companions: [],
      versionArguments: ["--version"],
      minimumVersion: "2.42.0",
      archive: { version: "3.5.0", program: "prometheus", files: {} },
    },
    command: (_program, data) => ({
      arguments: [`--config.file=${config}`, `--storage.tsdb.path=${data}`, `--web.listen-address=127.0.0.1:${port}`],
      environment: {},
    }),
    listens: { address: "127.0.0.1", port, setting: "PROMETHEUS_PORT" },
    readiness: { url: `http://127.0.0.1:${port}/-/ready`, withinSeconds: 60 },
    files: [{ path: config, content: configuration, onChange: "reload" }],
    stop: { signal: "SIGTERM", withinSeconds: 30 },
    url: `http://127.0.0.1:${port}`,
  };
}

const configuration = (target: number, interval: string) => `global:
  scrape_interval: ${interval}
scrape_configs:
  - job_name: exporter
    static_configs:
      - targets: ["127.0.0.1:${target}"]
`;

/** A program that answers every path as an exporter would; the tiny server knows only /ready. */
const exporterScript = `require("http").createServer((q, s) => s.end("answer 42\\n")).listen(PORT, "127.0.0.1")`;

describe.runIf(binary)("a real Prometheus", () => {
  test("scrapes, takes a changed configuration without a new process, and keeps its data over a kill -9", async () => {
    const [port, target] = [await freePort(), await freePort()];
    const script = join(installation.directory, "exporter.cjs");
    writeFileSync(script, exporterScript.replace("PORT", String(target)));
    const exporter = tinyService("exporter", target, [], { program: { kind: "script", path: script, remedy: "" } });
    const up = (interval: string) =>
      outcome(installation.runtime([prometheus(port, configuration(target, interval)), exporter]).up(signal));
    const ask = async (path: string) =>
      (await (await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)).json()) as {
        readonly data: { readonly result?: readonly unknown[]; readonly yaml?: string };
      };
    const answers = async (query: string) =>
      (await ask(`query?query=${encodeURIComponent(query)}`)).data.result?.length;

    expect((await up("1s")).result.started).toEqual(["prometheus", "exporter"]);
    await expect.poll(() => answers("answer == 42"), { timeout: 20_000 }).toBe(1);

    expect((await up("2s")).result.started).toEqual([]);
    await expect
      .poll(async () => (await ask("status/config")).data.yaml, { timeout: 10_000 })
      .toContain("scrape_interval: 2s");

    const before = readProcesses(installation.layout).find(({ service }) => service === "prometheus");
    process.kill(before?.pid ?? 0, "SIGKILL");
    const runtime = installation.runtime([prometheus(port, configuration(target, "2s")), exporter]);
    await expect
      .poll(async () => (await runtime.status())[0], { timeout: 20_000 })
      .toMatchObject({ state: "healthy", restarts: 1 });
    expect(await answers("count_over_time(answer[10m]) >= 1")).toBe(1);

    await outcome(runtime.down(signal));
    expect(installation.processes()).toEqual([]);
  });

  test("with a broken configuration fails with what it says", async () => {
    const runtime = installation.runtime([prometheus(await freePort(), "scrape_configs: nonsense\n")]);
    const error = await outcome(runtime.up(signal)).catch((reason) => reason);
    expect(error.message).toMatch(/^Prometheus ends again and again: exited with code/);
    expect(error.lastLines.join("\n")).toContain("prometheus.yml");
  });
});
