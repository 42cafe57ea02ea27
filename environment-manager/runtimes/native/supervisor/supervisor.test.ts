import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ServiceDefinition, WantedService } from "../definition.ts";
import { systemClock } from "./clock.ts";
import type { SupervisorMethod } from "./protocol.ts";
import { superviseService } from "./supervised-service.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";

let supervisor: Supervisor;
let remembered: readonly WantedService[];
let changes: string[];

beforeEach(() => {
  remembered = [];
  changes = [];
  supervisor = createSupervisor({
    build: "build",
    makeService: (definition, onChange) =>
      superviseService(definition, {
        clock: systemClock,
        log: { write: () => {}, close: () => {} },
        environment: () => ({ PATH: process.env["PATH"] ?? "" }),
        prefix: [],
        endLeftovers: async () => {},
        ask: async () => ({ ready: true }),
        onChange,
      }),
    remember: (services) => {
      remembered = services;
    },
    onChange: ({ name, state }) => changes.push(`${name} ${state}`),
  });
});
afterEach(() => ask("shutdown", { disable: false }));

const ask = (method: SupervisorMethod, parameters: unknown) => supervisor.handle({ method, parameters });

const definition = (name: string): ServiceDefinition => ({
  name,
  command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.02; done"],
  environment: {},
  folder: tmpdir(),
  readiness: { url: "http://127.0.0.1:1/", withinSeconds: 30 },
  stop: { signal: "SIGTERM", withinSeconds: 5 },
  restartKey: "",
  reloadKey: "",
});

const states = () => Object.fromEntries(supervisor.report().services.map(({ name, state }) => [name, state]));
const wanted = () => Object.fromEntries(remembered.map((service) => [service.definition.name, service.wanted]));

test("what an earlier supervisor was to run is run, and what was stopped stays stopped", async () => {
  supervisor.begin([
    { definition: definition("one"), wanted: true },
    { definition: definition("two"), wanted: false },
  ]);
  await expect.poll(states).toEqual({ one: "healthy", two: "stopped" });
});

test("every request that changes something is remembered", async () => {
  await ask("apply", { definitions: [definition("one"), definition("two")], keep: [] });
  expect(wanted()).toEqual({ one: true, two: true });
  await ask("stop", { service: "two" });
  expect(wanted()).toEqual({ one: true, two: false });
  await ask("remove", { service: "two" });
  expect(wanted()).toEqual({ one: true });
  await ask("apply", { definitions: [definition("three")], keep: ["one"] });
  expect(wanted()).toEqual({ one: true, three: true });
  await ask("apply", { definitions: [definition("three")], keep: [] });
  expect(wanted()).toEqual({ three: true });
});

test("a shutdown keeps what is to run, a disabling one does not", async () => {
  await ask("apply", { definitions: [definition("one")], keep: [] });
  await ask("shutdown", { disable: false });
  expect(wanted()).toEqual({ one: true });
  expect(states()).toEqual({ one: "stopped" });
  await ask("start", { service: "one" });
  await ask("shutdown", { disable: true });
  expect(wanted()).toEqual({ one: false });
});

test("requests are carried out one after the other", async () => {
  const requests = [
    ask("apply", { definitions: [definition("one")], keep: [] }),
    ask("stop", { service: "one" }),
    ask("start", { service: "one" }),
    ask("restart", { service: "one" }),
    ask("stop", { service: "one" }),
  ];
  await Promise.all(requests);
  expect(states()).toEqual({ one: "stopped" });
  expect(changes.filter((change) => change === "one starting")).toHaveLength(3);
});

test("what cannot be done is refused with the reason, and the next request is carried out", async () => {
  await expect(ask("start", { service: "nobody" })).rejects.toThrow("There is no service nobody");
  await expect(ask("explode" as SupervisorMethod, {})).rejects.toThrow("There is no method explode");
  await expect(ask("toString" as SupervisorMethod, {})).rejects.toThrow("There is no method toString");
  await ask("apply", { definitions: [definition("one")], keep: [] });
});

test("it has nothing to stay for once nothing runs and nothing is to run", async () => {
  expect(supervisor.isIdle()).toBe(true);
  await ask("apply", { definitions: [definition("one")], keep: [] });
  expect(supervisor.isIdle()).toBe(false);
  await ask("stop", { service: "one" });
  expect(supervisor.isIdle()).toBe(true);
});
