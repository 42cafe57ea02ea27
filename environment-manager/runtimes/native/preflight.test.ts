import { readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { NativeProgram, NativeService } from "../../stack/native-service.ts";
import {
  freePort,
  outcome,
  type TemporaryInstallation,
  temporaryInstallation,
  tinyService,
} from "./fixtures/temporary-installation.ts";

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const { signal } = new AbortController();
let installation: TemporaryInstallation;
let server: Server | undefined;

beforeEach(async () => {
  installation = await temporaryInstallation();
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await installation.dispose();
});

const preflight = async (...services: readonly NativeService[]) => {
  const findings = await installation.runtime(services).preflight(signal);
  return Object.fromEntries(findings.map((finding) => [finding.id, finding]));
};

const nowhere = (more: Partial<NativeProgram> = {}): NativeProgram =>
  ({
    kind: "searched",
    setting: { name: "GRAFANA_HOME", value: "", inside: "bin/grafana" },
    commands: ["env-manager-test-nothing"],
    places: [],
    companions: [],
    versionArguments: ["--version"],
    minimumVersion: "1.0",
    archive: { version: "1.0", program: "bin/grafana", files: {} },
    ...more,
  }) as NativeProgram;

test("everything is in order on a machine that has what is needed, and nothing is changed", async () => {
  const findings = await preflight(tinyService("one", await freePort()));
  expect(findings).toMatchObject({
    "program-one": { level: "ok" },
    "port-one": { level: "ok" },
    memory: { what: expect.stringMatching(/^\d+\.\d GiB of memory available$/) },
    "disk-space": { where: installation.directory },
  });
  expect(readdirSync(installation.directory)).toEqual([]);
});

test("a taken port is an error that names who has it and the flag that chooses another", async () => {
  server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server?.once("listening", listening));
  const { port } = server.address() as { port: number };
  const findings = await preflight(tinyService("one", port));
  expect(findings["port-one"]).toMatchObject({
    level: "error",
    what: expect.stringContaining(`pid ${process.pid}`),
    where: `127.0.0.1:${port}`,
    remedy: expect.stringContaining("--exporter-port PORT"),
  });
});

test("a port that our own service has is in order", async () => {
  const service = tinyService("one", await freePort());
  await outcome(installation.runtime([service]).up(signal));
  expect((await preflight(service))["port-one"]).toMatchObject({ level: "ok" });
});

test("an address that this machine does not have is an error", async () => {
  const service = tinyService("one", 1, [], { listens: { address: "192.0.2.1", port: 3000, setting: "MONITOR_PORT" } });
  expect((await preflight(service))["port-one"]).toMatchObject({
    level: "error",
    remedy: expect.stringContaining("--monitor-bind"),
  });
});

test("a missing program is an error where the run needs it, and a warning where it does not", async () => {
  server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server?.once("listening", listening));
  const { port } = server.address() as { port: number };
  const findings = await preflight(
    tinyService("needed", await freePort(), [], { program: nowhere() }),
    tinyService("wanted", port, [], { program: nowhere(), required: false }),
  );
  expect(findings).toMatchObject({
    "program-needed": { level: "error", remedy: expect.stringContaining("GRAFANA_HOME") },
    "program-wanted": { level: "warning", what: expect.stringContaining("neither on PATH nor in a usual place") },
  });
  // It is not going to be started.
  expect(findings["port-wanted"]).toBeUndefined();
});

test("a setting that leads nowhere is an error in any case", async () => {
  const setting = { name: "GRAFANA_HOME", value: "/nowhere", inside: "bin/grafana" };
  const program = nowhere({ setting } as Partial<NativeProgram>);
  const findings = await preflight(tinyService("wanted", await freePort(), [], { program, required: false }));
  expect(findings["program-wanted"]).toMatchObject({ level: "error", where: "GRAFANA_HOME=/nowhere" });
});
