import { expect, test } from "vitest";
import { liveServices } from "./live-services.ts";
import type { OperationView } from "./operation-runner.ts";

const known = [
  { service: "grafana", state: "unhealthy", detail: "database is locked", url: "http://127.0.0.1:3000" },
  { service: "exporter", state: "healthy" },
] as const;

const running = (
  ...services: { service: string; state: "starting" | "healthy"; detail?: string }[]
): OperationView => ({
  phase: "running",
  title: "Enable",
  startedAt: 0,
  stopping: false,
  warnings: [],
  progress: {
    steps: [],
    transfers: [],
    services: services.map((service) => ({ ...service, firstSeenAt: 0, changedAt: 0 })),
  },
});

test("a running operation knows a service's state before the next look at it", () => {
  expect(liveServices(known, running({ service: "grafana", state: "starting", detail: "migrating" }))).toEqual([
    { service: "grafana", state: "starting", detail: "migrating", url: "http://127.0.0.1:3000" },
    known[1],
  ]);
});

test("what was wrong before is not shown beside a state that is new", () => {
  const [grafana] = liveServices(known, running({ service: "grafana", state: "healthy" }));
  expect(grafana).toEqual({ service: "grafana", state: "healthy", url: "http://127.0.0.1:3000" });
});

test("services that are only being made are shown too", () => {
  expect(liveServices([], running({ service: "prometheus", state: "starting" }))).toEqual([
    { service: "prometheus", state: "starting" },
  ]);
});

test("once nothing runs, the last look counts", () => {
  expect(liveServices(known, { phase: "idle" })).toBe(known);
});
