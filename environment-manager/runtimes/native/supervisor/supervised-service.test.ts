import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ServiceDefinition } from "../definition.ts";
import { type ManualClock, manualClock } from "../fixtures/manual-clock.ts";
import { isAlive } from "../process-table.ts";
import { restartPolicy } from "./backoff.ts";
import type { Readiness } from "./readiness.ts";
import { type SupervisedService, superviseService } from "./supervised-service.ts";

/** Runs until it is told to end; real processes, so that only the time is not real. */
const lasting = "trap 'exit 0' TERM; while :; do sleep 0.02; done";
const ending = "exit 3";

let clock: ManualClock;
let lines: string[];
let readiness: Readiness;
let service: SupervisedService;

const definition = (script: string, more: Partial<ServiceDefinition> = {}): ServiceDefinition => ({
  name: "one",
  command: ["sh", "-c", script],
  environment: {},
  folder: tmpdir(),
  readiness: { url: "http://127.0.0.1:1/ready", withinSeconds: 30 },
  stop: { signal: "SIGTERM", withinSeconds: 5 },
  restartKey: script,
  reloadKey: "",
  ...more,
});

function supervise(first: ServiceDefinition): SupervisedService {
  service = superviseService(first, {
    clock,
    log: { write: (more) => lines.push(...more), close: () => {} },
    environment: () => ({ PATH: process.env["PATH"] ?? "" }),
    prefix: [],
    endLeftovers: async () => {},
    ask: async () => readiness,
    onChange: () => {},
  });
  return service;
}

beforeEach(() => {
  clock = manualClock();
  lines = [];
  readiness = { ready: false, why: "nothing listens there" };
});
afterEach(() => service.stop());

const starts = () => lines.filter((line) => line.startsWith("[env-manager] started")).length;
const state = () => service.report().state;
const reaches = (wanted: string) => expect.poll(state).toBe(wanted);

describe("a service that ends", () => {
  test("is started again after growing pauses, counts as failed after three ends, and is still tried", async () => {
    supervise(definition(ending)).start();
    const states: string[] = [];
    for (const pause of [250, 500, 1000, 2000]) {
      await expect.poll(clock.pending).toEqual([pause]);
      states.push(state());
      clock.advance(pause - 1);
      expect(clock.pending()).toEqual([1]);
      clock.advance(1);
    }
    expect(states).toEqual(["restarting", "restarting", "failed", "failed"]);
    await expect.poll(starts).toBe(5);
    expect(service.report().detail).toMatch(/^exited with code 3; next start in|ready yet$/);
    expect(lines).toContain("[env-manager] exited with code 3");
  });

  test("is healthy again when a later start succeeds", async () => {
    supervise(definition(ending)).start();
    for (const pause of [250, 500]) {
      await expect.poll(clock.pending).toEqual([pause]);
      clock.advance(pause);
    }
    await reaches("failed");
    readiness = { ready: true };
    await service.change(definition(lasting));
    await reaches("healthy");
    expect(service.report()).toMatchObject({ restarts: 0, wanted: true });
  });

  test("has its earlier ends forgotten once it has run for a while", async () => {
    readiness = { ready: true };
    supervise(definition(lasting)).start();
    const endIt = async () => {
      await reaches("healthy");
      process.kill(service.process()?.pid ?? 0, "SIGKILL");
      await reaches("restarting");
      const [pause = 0] = clock.pending();
      return pause;
    };
    expect(await endIt()).toBe(250);
    clock.advance(250);
    expect(await endIt()).toBe(500);
    clock.advance(500);
    await reaches("healthy");
    clock.advance(restartPolicy.settledAfterMs);
    expect(await endIt()).toBe(250);
  });

  test("is not started again after it was stopped in its pause", async () => {
    supervise(definition(ending)).start();
    await reaches("restarting");
    await service.stop();
    expect(clock.pending()).toEqual([]);
    expect(service.report()).toMatchObject({ state: "stopped", wanted: false });
  });

  test("is started at once when it is told to start in its pause", async () => {
    supervise(definition(ending)).start();
    await reaches("restarting");
    service.start();
    expect(state()).toBe("starting");
    await expect.poll(starts).toBe(2);
  });

  test("says why its program could not be started", async () => {
    supervise(definition("", { command: ["/nowhere/program"] })).start();
    await reaches("restarting");
    expect(service.report().detail).toMatch(/^could not be started: .*ENOENT; next start in 250 ms$/);
  });
});

describe("a service that runs", () => {
  test("is left alone by the same definition", async () => {
    supervise(definition(lasting)).start();
    const before = service.process();
    await service.change(definition(lasting));
    expect(service.process()).toEqual(before);
    expect(starts()).toBe(1);
  });

  test("is replaced by another definition", async () => {
    supervise(definition(lasting)).start();
    const before = service.process();
    await service.change(definition(`:; ${lasting}`));
    expect(before && isAlive(before)).toBe(false);
    await expect.poll(starts).toBe(2);
  });

  test("is told of changed configuration by SIGHUP and keeps its process", async () => {
    const script = `trap 'echo hangup' HUP; echo begun; ${lasting}`;
    supervise(definition(script)).start();
    const before = service.process();
    await expect.poll(() => lines).toContain("begun");
    await service.change(definition(script, { reloadKey: "2" }));
    await expect.poll(() => lines).toContain("hangup");
    expect(service.process()).toEqual(before);
  });

  test("is killed when it does not stop in time", async () => {
    supervise(definition("trap '' TERM; echo begun; while :; do sleep 0.02; done")).start();
    await expect.poll(() => lines).toContain("begun");
    const stopping = service.stop();
    clock.advance(5000);
    await stopping;
    expect(state()).toBe("stopped");
    expect(lines.slice(-2)).toEqual([
      "[env-manager] did not stop within 5 s and is killed",
      "[env-manager] ended by SIGKILL",
    ]);
  });

  test("has everything in its log that it said before its end", async () => {
    supervise(definition("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; printf last; exit 3")).start();
    await reaches("restarting");
    expect(lines.slice(-3)).toEqual(["line 1999", "last", "[env-manager] exited with code 3"]);
    expect(lines).toHaveLength(2003);
  });
});
