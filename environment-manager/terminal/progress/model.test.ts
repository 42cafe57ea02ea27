import { describe, expect, test } from "vitest";
import type { ProgressEvent } from "../../progress.ts";
import { advance, nothingYet } from "./model.ts";

/** The model after events that come a second apart. */
const modelAfter = (...events: ProgressEvent[]) =>
  events.reduce((model, event, index) => advance(model, event, index * 1000), nothingYet);

describe("advance", () => {
  test("keeps a step while it runs and forgets it when it is done", () => {
    const started = { kind: "step", title: "Start services", state: "started" } as const;
    expect(modelAfter(started).steps).toEqual([{ title: "Start services", startedAt: 0 }]);
    expect(modelAfter(started, { ...started, state: "done" }).steps).toEqual([]);
  });

  test("keeps the time a step began at when it tells of itself again", () => {
    const started = { kind: "step", title: "Start services", state: "started" } as const;
    expect(modelAfter(started, { ...started, detail: "2 of 5" }).steps).toEqual([
      { title: "Start services", startedAt: 0, detail: "2 of 5" },
    ]);
  });

  test("keeps services in the order they were first heard of, and since when each is in its state", () => {
    const model = modelAfter(
      { kind: "service", service: "prometheus", state: "starting" },
      { kind: "service", service: "grafana", state: "created" },
      { kind: "service", service: "prometheus", state: "starting", detail: "not ready" },
      { kind: "service", service: "prometheus", state: "healthy" },
    );
    expect(model.services).toEqual([
      { service: "prometheus", state: "healthy", firstSeenAt: 0, changedAt: 3000 },
      { service: "grafana", state: "created", firstSeenAt: 1000, changedAt: 1000 },
    ]);
  });

  test("drops a transfer that is complete", () => {
    const pulling = { kind: "progress", title: "grafana:12", fraction: 0.5 } as const;
    expect(modelAfter(pulling).transfers).toEqual([{ title: "grafana:12", fraction: 0.5 }]);
    expect(modelAfter(pulling, { ...pulling, fraction: 1 }).transfers).toEqual([]);
  });

  test("drops transfers with the last running step", () => {
    const model = modelAfter(
      { kind: "step", title: "Pull", state: "started" },
      { kind: "progress", title: "grafana:12" },
      { kind: "step", title: "Pull", state: "failed" },
    );
    expect(model.transfers).toEqual([]);
  });
});
