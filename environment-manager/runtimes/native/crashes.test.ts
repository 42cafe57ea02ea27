import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  freePort,
  outcome,
  type TemporaryInstallation,
  temporaryInstallation,
  tinyServer,
  tinyService,
} from "./fixtures/temporary-installation.ts";
import { identityOf, mark, markedProcesses } from "./process-table.ts";
import { readProcesses, writeProcesses } from "./state-files.ts";
import { findSupervisor } from "./survivors.ts";

vi.setConfig({ testTimeout: 60_000 });

const { signal } = new AbortController();
let installation: TemporaryInstallation;
let strangers: ChildProcess[];

beforeEach(async () => {
  strangers = [];
  installation = await temporaryInstallation();
});
afterEach(async () => {
  for (const stranger of strangers) {
    stranger.kill("SIGKILL");
    if (stranger.exitCode === null && stranger.signalCode === null) await once(stranger, "exit");
  }
  await installation.dispose();
});

/** A process that sleeps, with this in its environment. */
function startSleeper(environment: Record<string, string>): number {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    env: { ...process.env, ...environment },
    stdio: "ignore",
    detached: true,
  });
  strangers.push(child);
  return child.pid ?? 0;
}

const pidOf = (service: string) =>
  markedProcesses(installation.directory).find((found) => found.service === service)?.pid;

function killSupervisor(): void {
  const supervisor = findSupervisor(installation.layout, installation.directory);
  if (!supervisor) throw new Error("no supervisor runs");
  process.kill(supervisor.pid, "SIGKILL");
}

test("services end by themselves when their supervisor is killed, stubborn ones and their children too", async () => {
  const runtime = installation.runtime([
    tinyService("meek", await freePort()),
    tinyService("stubborn", await freePort(), ["--stubborn", "--with-child"]),
  ]);
  await outcome(runtime.up(signal));
  expect(installation.processes().toSorted()).toEqual(["meek", "stubborn", "stubborn", "supervisor"]);
  killSupervisor();
  await expect.poll(installation.processes, { timeout: 3000 }).not.toContain("meek");
  await expect.poll(installation.processes, { timeout: 30_000 }).toEqual([]);
});

test("a stubborn survivor of a supervisor that was killed with its keeper is ended by the next look", async () => {
  const runtime = installation.runtime([tinyService("stubborn", await freePort(), ["--stubborn"])]);
  await outcome(runtime.up(signal));
  const [supervisor] = readProcesses(installation.layout);
  const children = readFileSync(`/proc/${supervisor?.pid}/task/${supervisor?.pid}/children`, "utf8").split(" ");
  const keeper = children.find(
    (pid) => pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("env-manager-keeper"),
  );
  process.kill(Number(keeper), "SIGKILL");
  killSupervisor();
  expect(await runtime.status()).toMatchObject([{ state: "stopped" }]);
  expect(installation.processes()).toEqual([]);
});

test("a service whose environment nobody may read is found by the supervisor's record", async () => {
  const identity = identityOf(startSleeper({}));
  if (!identity) throw new Error("the sleeper does not run");
  const runtime = installation.runtime([tinyService("one", await freePort())]);
  await outcome(runtime.up(signal));
  await outcome(runtime.down(signal));
  writeProcesses(installation.layout, [{ ...identity, service: "one" }]);
  await outcome(runtime.down(signal));
  expect(identityOf(identity.pid)).toBeUndefined();
});

test("status after the supervisor's death says so, ends what has survived, and up starts everything again", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort(), ["--with-child"])]);
  await outcome(runtime.up(signal));
  killSupervisor();
  expect(await runtime.status()).toMatchObject([
    { state: "stopped", detail: "its supervisor does not run", remedy: "env-manager enable" },
  ]);
  expect(installation.processes()).toEqual([]);
  expect((await outcome(runtime.up(signal))).result).toEqual({ started: ["one"] });
  expect(await runtime.status()).toMatchObject([{ state: "healthy" }]);
});

test("down right after the supervisor's death leaves no process", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort(), ["--with-child"])]);
  await outcome(runtime.up(signal));
  killSupervisor();
  await outcome(runtime.down(signal));
  expect(installation.processes()).toEqual([]);
  await outcome(runtime.down(signal));
});

test("down ends a supervisor that hangs", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort())]);
  await outcome(runtime.up(signal));
  process.kill(pidOf("supervisor") ?? 0, "SIGSTOP");
  expect(await runtime.status()).toMatchObject([{ state: "unhealthy", detail: "its supervisor does not answer" }]);
  await outcome(runtime.down(signal));
  expect(installation.processes()).toEqual([]);
});

test("a service's leftovers go with it when it ends or is stopped", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort(), ["--with-child"])]);
  await outcome(runtime.up(signal));
  expect(installation.processes().toSorted()).toEqual(["one", "one", "supervisor"]);
  const leader = readProcesses(installation.layout).find(({ service }) => service === "one");
  process.kill(leader?.pid ?? 0, "SIGKILL");
  await expect
    .poll(async () => (await runtime.status())[0], { timeout: 20_000 })
    .toMatchObject({ state: "healthy", restarts: 1 });
  expect(installation.processes().toSorted()).toEqual(["one", "one", "supervisor"]);
  await outcome(runtime.stop("one", signal));
  expect(installation.processes()).toEqual(["supervisor"]);
});

test("a service's end by the machine's shutdown does not keep it from starting with the next supervisor", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort()), tinyService("two", await freePort())]);
  await outcome(runtime.up(signal));
  process.kill(pidOf("supervisor") ?? 0, "SIGTERM");
  await expect.poll(installation.processes, { timeout: 10_000 }).toEqual([]);
  await outcome(runtime.start("one", signal));
  await expect
    .poll(() => runtime.status(), { timeout: 10_000 })
    .toMatchObject([{ state: "healthy" }, { state: "healthy" }]);
});

test("a manager killed in the midst of up leaves something that up and down bring to order", async () => {
  const port = await freePort();
  const script = join(installation.directory, "up.ts");
  const fixtures = join(import.meta.dirname, "fixtures", "temporary-installation.ts");
  writeFileSync(
    script,
    `import { tinyService } from ${JSON.stringify(fixtures)};
import { nativeRuntime } from ${JSON.stringify(join(import.meta.dirname, "runtime.ts"))};
import { supervisorSource } from ${JSON.stringify(fixtures)};
const project = ${JSON.stringify(installation.project)};
const services = [tinyService("one", ${port}, ["--deaf"])];
for await (const event of nativeRuntime(project, services, supervisorSource).up(new AbortController().signal)) {
  if (event.kind === "service") console.log(event.state);
}`,
  );
  const manager = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  strangers.push(manager);
  await once(manager.stdout, "data");
  manager.kill("SIGKILL");
  await once(manager, "exit");
  expect(installation.processes().toSorted()).toEqual(["one", "supervisor"]);

  const runtime = installation.runtime([tinyService("one", port)]);
  await outcome(runtime.up(signal));
  expect(await runtime.status()).toMatchObject([{ state: "healthy" }]);
  expect(installation.processes().toSorted()).toEqual(["one", "supervisor"]);
  await outcome(runtime.down(signal));
  expect(installation.processes()).toEqual([]);
});

test("a process that has got a recorded number since is not touched", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort())]);
  await outcome(runtime.up(signal));
  await outcome(runtime.down(signal));
  const pid = startSleeper({});
  const identity = identityOf(pid);
  if (!identity) throw new Error("the sleeper does not run");
  writeProcesses(installation.layout, [
    { ...identity, startTicks: "1", service: "one" },
    { ...identity, boot: "the boot before", service: "supervisor" },
  ]);
  await runtime.status();
  await outcome(runtime.down(signal));
  expect(identityOf(pid)).toEqual(identity);
});

test("processes of another installation are not touched", async () => {
  const pid = startSleeper(mark(`${installation.directory}-other`, "one", "1-1"));
  await expect.poll(() => markedProcesses(`${installation.directory}-other`)).toHaveLength(1);
  const runtime = installation.runtime([tinyService("one", await freePort())]);
  await outcome(runtime.up(signal));
  await outcome(runtime.down(signal));
  expect(identityOf(pid)).toBeDefined();
});

test("a survivor that nobody has recorded is found by its mark", async () => {
  const pid = startSleeper(mark(installation.directory, "one", "1-1"));
  await expect.poll(installation.processes).toEqual(["one"]);
  await outcome(installation.runtime([tinyService("one", await freePort())]).down(signal));
  expect(identityOf(pid)).toBeUndefined();
});

test("a supervisor ends the survivors of the one before it", async () => {
  const pid = startSleeper(mark(installation.directory, "one", "1-1"));
  await expect.poll(installation.processes).toEqual(["one"]);
  await outcome(installation.runtime([tinyService("one", await freePort())]).up(signal));
  expect(identityOf(pid)).toBeUndefined();
  expect(installation.processes().toSorted()).toEqual(["one", "supervisor"]);
});

test("damaged and stale state files do not stand in the way", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort())]);
  await outcome(runtime.up(signal));
  killSupervisor();
  await outcome(runtime.down(signal));
  const { services, processes, programMemory, folder, socketName } = installation.layout;
  for (const path of [services, processes, programMemory]) writeFileSync(path, "{");
  rmSync(join(folder, socketName), { force: true });
  writeFileSync(join(folder, socketName), "no socket at all");
  expect(await runtime.status()).toMatchObject([{ state: "absent" }]);
  await outcome(runtime.up(signal));
  expect(await runtime.status()).toMatchObject([{ state: "healthy" }]);
});

test("the state may be deleted while services run: down still ends them", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort())]);
  await outcome(runtime.up(signal));
  rmSync(installation.layout.folder, { recursive: true });
  await outcome(runtime.down(signal));
  expect(installation.processes()).toEqual([]);
});

test("two runs that start at once end up with one supervisor", async () => {
  const service = tinyService("one", await freePort());
  const runs = [installation.runtime([service]).up(signal), installation.runtime([service]).up(signal)];
  await Promise.all(runs.map(outcome));
  expect(installation.processes().toSorted()).toEqual(["one", "supervisor"]);
});

test("a supervisor of another build is replaced", async () => {
  const service = tinyService("one", await freePort());
  await outcome(installation.runtime([service]).up(signal));
  const before = pidOf("supervisor");
  const other = join(installation.directory, "supervisor.ts");
  writeFileSync(other, `await import(${JSON.stringify(join(import.meta.dirname, "supervisor", "main.ts"))});\n`);
  const { result } = await outcome(installation.runtime([service], other).up(signal));
  expect(result).toEqual({ started: ["one"] });
  expect(pidOf("supervisor")).not.toBe(before);
  expect(installation.processes().toSorted()).toEqual(["one", "supervisor"]);
});

test("a program that cannot be executed makes its service fail with the reason", async () => {
  const service = tinyService("one", await freePort());
  const runtime = installation.runtime([
    {
      ...service,
      program: { kind: "script", path: tinyServer, remedy: "" },
      command: () => ({ arguments: [], environment: {}, folder: "/nowhere" }),
    },
  ]);
  await expect(outcome(runtime.up(signal))).rejects.toThrow(/could not be started: .*ENOENT/);
});
