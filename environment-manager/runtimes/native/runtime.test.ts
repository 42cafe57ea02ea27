import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ExternalError, Interrupted, UserError } from "../../errors.ts";
import type { NativeProgram } from "../../stack/native-service.ts";
import type { Runtime } from "../runtime.ts";
import {
  freePort,
  outcome,
  type TemporaryInstallation,
  temporaryInstallation,
  tinyService,
} from "./fixtures/temporary-installation.ts";
import { readWantedServices } from "./state-files.ts";

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const { signal } = new AbortController();
let installation: TemporaryInstallation;

beforeEach(async () => {
  installation = await temporaryInstallation();
});
afterEach(() => installation.dispose());

const log = (service: string) => readFileSync(installation.layout.log(service), "utf8");
const startsOf = (service: string) => log(service).match(/\[env-manager\] started/g)?.length ?? 0;
const startedAt = async (runtime: Runtime) => (await runtime.status()).map((service) => service.startedAt?.getTime());

describe("up", () => {
  test("starts the services, waits for them, and down leaves no process", async () => {
    const [one, two] = [await freePort(), await freePort()];
    const runtime = installation.runtime([tinyService("one", one), tinyService("two", two)]);
    const { result, events } = await outcome(runtime.up(signal));
    expect(result).toEqual({ started: ["one", "two"] });
    expect(events).toContainEqual({ kind: "service", service: "two", state: "healthy" });
    expect(await runtime.status()).toMatchObject([
      { service: "one", state: "healthy", restarts: 0, url: `http://127.0.0.1:${one}` },
      { service: "two", state: "healthy" },
    ]);
    expect((await fetch(`http://127.0.0.1:${two}/ready`)).status).toBe(200);

    await outcome(runtime.down(signal));
    expect(installation.processes()).toEqual([]);
    expect(await runtime.status()).toMatchObject([{ state: "stopped" }, { state: "stopped" }]);
  });

  test("changes nothing when everything runs", async () => {
    const runtime = installation.runtime([tinyService("one", await freePort())]);
    await outcome(runtime.up(signal));
    const before = await startedAt(runtime);
    expect((await outcome(runtime.up(signal))).result).toEqual({ started: [] });
    expect(await startedAt(runtime)).toEqual(before);
    expect(startsOf("one")).toBe(1);
  });

  test("restarts only the service whose definition changed", async () => {
    const [one, two] = [tinyService("one", await freePort()), tinyService("two", await freePort())];
    await outcome(installation.runtime([one, two]).up(signal));
    const other = {
      ...two,
      command: () => ({ ...two.command({ path: "", version: "" }, ""), environment: { A: "1" } }),
    };
    const { result } = await outcome(installation.runtime([one, other]).up(signal));
    expect(result).toEqual({ started: ["two"] });
    expect([startsOf("one"), startsOf("two")]).toEqual([1, 2]);
  });

  test("stops a service that the stack has no more", async () => {
    const [one, two] = [tinyService("one", await freePort()), tinyService("two", await freePort())];
    await outcome(installation.runtime([one, two]).up(signal));
    await outcome(installation.runtime([one]).up(signal));
    expect(installation.processes().toSorted()).toEqual(["one", "supervisor"]);
  });

  test.each(["restart", "reload", "nothing"] as const)("answers a changed file by %s", async (onChange) => {
    const path = join(installation.directory, "config", "one.yml");
    const [port, two] = [await freePort(), tinyService("two", await freePort())];
    const withContent = (content: string) => [
      tinyService("one", port, [], { files: [{ path, content, onChange }] }),
      two,
    ];
    await outcome(installation.runtime(withContent("a: 1")).up(signal));
    expect(readFileSync(path, "utf8")).toBe("a: 1");
    const { result } = await outcome(installation.runtime(withContent("a: 2")).up(signal));
    expect(readFileSync(path, "utf8")).toBe("a: 2");
    expect(result.started).toEqual(onChange === "restart" ? ["one"] : []);
    expect(startsOf("one")).toBe(onChange === "restart" ? 2 : 1);
    if (onChange === "reload") await expect.poll(() => log("one")).toContain("SIGHUP: configuration read anew");
    else expect(log("one")).not.toContain("SIGHUP");
  });

  test("notices a change in a folder that somebody else writes", async () => {
    const folder = join(installation.directory, "provisioning");
    const service = tinyService("one", await freePort(), [], { files: [{ path: folder, onChange: "restart" }] });
    await outcome(installation.runtime([service]).up(signal));
    writeFileSync(join(installation.layout.data("one"), "mine"), "its own data does not count");
    expect((await outcome(installation.runtime([service]).up(signal))).result.started).toEqual([]);
    mkdirSync(join(folder, "datasources"), { recursive: true });
    writeFileSync(join(folder, "datasources", "a.yml"), "x");
    expect((await outcome(installation.runtime([service]).up(signal))).result.started).toEqual(["one"]);
  });

  test("fails with the last lines of a service that ends at its start, and lets the others run", async () => {
    const bad = tinyService("bad", await freePort(), ["--deaf", "--dies-after=50"]);
    const runtime = installation.runtime([bad, tinyService("good", await freePort())]);
    const error = await outcome(runtime.up(signal)).catch((reason) => reason);
    expect(error).toBeInstanceOf(ExternalError);
    expect(error.message).toMatch(/^bad ends again and again: exited with code 3/);
    expect(error.lastLines).toContain("tiny server: out of luck");
    expect(await runtime.status()).toMatchObject([{ state: "failed" }, { state: "healthy" }]);
    expect(startsOf("bad")).toBe(3);
  });

  test("fails when a service does not become ready in time, and can be run again after it was mended", async () => {
    const port = await freePort();
    const readiness = { url: `http://127.0.0.1:${port}/ready`, withinSeconds: 0.5 };
    const deaf = tinyService("one", port, ["--deaf"], { readiness });
    const runtime = installation.runtime([deaf]);
    await expect(outcome(runtime.up(signal))).rejects.toThrow(/one does not become ready: .*nothing listens there/);
    expect(await runtime.status()).toMatchObject([{ state: "unhealthy" }]);
    const mended = installation.runtime([tinyService("one", port)]);
    await outcome(mended.up(signal));
    expect(await mended.status()).toMatchObject([{ state: "healthy" }]);
  });

  test("does not take another program on the port for the service", async () => {
    const other = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const { port } = other.address() as { port: number };
    const runtime = installation.runtime([
      tinyService("one", port, ["--deaf"], { readiness: { url: `http://127.0.0.1:${port}/`, withinSeconds: 0.5 } }),
    ]);
    try {
      await expect(outcome(runtime.up(signal))).rejects.toThrow(/another program answers there/);
    } finally {
      other.close();
    }
  });

  test("goes on without a program that cannot be had, says so, and status keeps saying so", async () => {
    const program: NativeProgram = {
      kind: "searched",
      setting: { name: "GRAFANA_HOME", value: "", inside: "bin/grafana" },
      commands: ["no-such-program"],
      places: [],
      companions: [],
      versionArguments: ["--version"],
      minimumVersion: "1.0",
      archive: { version: "1.0", program: "bin/grafana", files: {} },
    };
    const missing = tinyService("grafana", await freePort(), [], { program, required: false, title: "Grafana" });
    const runtime = installation.runtime([missing, tinyService("one", await freePort())]);
    expect(await runtime.status()).toMatchObject([{ state: "absent" }, { state: "absent" }]);
    const { result, events } = await outcome(runtime.up(signal));
    expect(result.started).toEqual(["one"]);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: "warning",
        problem: expect.objectContaining({ remedy: expect.stringContaining("GRAFANA_HOME") }),
      }),
    );
    expect(await runtime.status()).toMatchObject([
      { service: "grafana", state: "unavailable", remedy: expect.stringContaining("GRAFANA_HOME") },
      { service: "one", state: "healthy" },
    ]);
    const required = installation.runtime([{ ...missing, required: true }]);
    await expect(outcome(required.up(signal))).rejects.toThrow(/^Grafana cannot be had: /);
  });

  test("ends early on a signal, and converges when it is run again", async () => {
    const interrupt = new AbortController();
    const port = await freePort();
    const operation = installation.runtime([tinyService("one", port, ["--deaf"])]).up(interrupt.signal);
    const ended = (async () => {
      for await (const event of operation) if (event.kind === "service") interrupt.abort();
    })();
    await expect(ended).rejects.toThrow(Interrupted);
    const runtime = installation.runtime([tinyService("one", port)]);
    await outcome(runtime.up(signal));
    expect(await runtime.status()).toMatchObject([{ state: "healthy" }]);
  });

  test("ends early on a signal while a service takes its time to stop", async () => {
    const service = tinyService("one", await freePort(), ["--stubborn"], {
      stop: { signal: "SIGTERM", withinSeconds: 3 },
    });
    await outcome(installation.runtime([service]).up(signal));
    const interrupt = new AbortController();
    const stopping = outcome(installation.runtime([service]).stop("one", interrupt.signal));
    setTimeout(() => interrupt.abort(), 200);
    const before = performance.now();
    await expect(stopping).rejects.toThrow(Interrupted);
    expect(performance.now() - before).toBeLessThan(2500);
    await outcome(installation.runtime([service]).down(signal));
    expect(installation.processes()).toEqual([]);
  });

  test("gives services no more of the environment than they need", async () => {
    process.env["SECRET"] = "hunter2";
    try {
      await outcome(installation.runtime([tinyService("one", await freePort())]).up(signal));
    } finally {
      delete process.env["SECRET"];
    }
    expect(log("one")).toContain("SECRET=\n");
  });
});

describe("a single service", () => {
  test("is stopped, started and restarted without the others", async () => {
    const runtime = installation.runtime([tinyService("one", await freePort()), tinyService("two", await freePort())]);
    await outcome(runtime.up(signal));
    await outcome(runtime.stop("one", signal));
    expect(await runtime.status()).toMatchObject([{ state: "stopped" }, { state: "healthy" }]);
    await outcome(runtime.start("one", signal));
    expect(await runtime.status()).toMatchObject([{ state: "healthy" }, { state: "healthy" }]);
    await outcome(runtime.restart("one", signal));
    expect([startsOf("one"), startsOf("two")]).toEqual([3, 1]);
  });

  test("that was stopped stays stopped when the supervisor comes back", async () => {
    const runtime = installation.runtime([tinyService("one", await freePort()), tinyService("two", await freePort())]);
    await outcome(runtime.up(signal));
    await outcome(runtime.stop("one", signal));
    await outcome(runtime.down(signal));
    await outcome(runtime.start("two", signal));
    expect(await runtime.status()).toMatchObject([{ state: "stopped" }, { state: "healthy" }]);
  });

  test("can be stopped while no supervisor runs", async () => {
    const runtime = installation.runtime([tinyService("one", await freePort())]);
    await outcome(runtime.stop("one", signal));
    await outcome(runtime.up(signal));
    await outcome(runtime.down(signal));
    await outcome(runtime.stop("one", signal));
    expect(readWantedServices(installation.layout)).toMatchObject([{ wanted: false }]);
  });

  test("is refused a start before it was ever enabled", async () => {
    const runtime = installation.runtime([tinyService("one", await freePort())]);
    await expect(outcome(runtime.start("one", signal))).rejects.toThrow(UserError);
    expect(installation.processes()).toEqual([]);
  });

  test("is removed with its data, and the others keep theirs", async () => {
    const runtime = installation.runtime([tinyService("one", await freePort()), tinyService("two", await freePort())]);
    await outcome(runtime.up(signal));
    const data = (name: string) => join(installation.layout.data(name), "file");
    for (const name of ["one", "two"]) writeFileSync(data(name), name);
    await outcome(runtime.remove("one", signal));
    expect(() => readFileSync(data("one"))).toThrow("ENOENT");
    expect(readFileSync(data("two"), "utf8")).toBe("two");
    expect(await runtime.status()).toMatchObject([{ state: "absent" }, { state: "healthy" }]);
    expect((await outcome(runtime.up(signal))).result).toEqual({ started: ["one"] });
  });

  test("can be removed when nothing was ever there", async () => {
    await outcome(installation.runtime([tinyService("one", await freePort())]).remove("one", signal));
  });

  test("has commands run with its environment and the secret on their input only", async () => {
    const service = tinyService("one", await freePort());
    const runtime = installation.runtime([
      {
        ...service,
        command: () => ({ ...service.command({ path: "", version: "" }, ""), environment: { WHERE: "here" } }),
      },
    ]);
    await outcome(runtime.up(signal));
    const command = ["sh", "-c", 'read -r word; echo "$WHERE $word $PWD"; exit 3'];
    expect(await runtime.execute("one", command, "hunter2\n")).toEqual({
      code: 3,
      output: `here hunter2 ${installation.layout.data("one")}\n`,
    });
    expect(await runtime.execute("one", ["node", "-e", "console.log(1)"], "")).toEqual({ code: 0, output: "1\n" });
  });
});

test("a project may lie deeper than the path of a socket may be long", async () => {
  await installation.dispose();
  installation = await temporaryInstallation(`${"a".repeat(120)}/${"b".repeat(120)}`);
  const runtime = installation.runtime([tinyService("one", await freePort())]);
  await outcome(runtime.up(signal));
  expect(await runtime.status()).toMatchObject([{ state: "healthy" }]);
  await outcome(runtime.down(signal));
  expect(installation.processes()).toEqual([]);
});
