import { describe, expect, test } from "vitest";
import type { ProgressEvent } from "../../progress.ts";
import { type EventLines, jsonLines, plainLines, quietLines } from "./plain.ts";

const look = { colour: false, unicode: true };
/** The lines of events that come a second apart. */
const lines = (render: EventLines, ...events: ProgressEvent[]) =>
  events.map((event, index) => render(event, index * 1000)).filter((line) => line !== undefined);

const warning: ProgressEvent = { kind: "warning", problem: { what: "3 GiB free", where: "/var", remedy: "Free some" } };

describe("plainLines", () => {
  test("writes a line when a step starts and one when it ends, with the time it took", () => {
    const step = { kind: "step", title: "Check this machine" } as const;
    expect(
      lines(plainLines(look), { ...step, state: "started" }, { ...step, state: "done", detail: "all well" }),
    ).toEqual(["… Check this machine", "✓ Check this machine: all well (1.0s)"]);
  });

  test("tells a failed step and a skipped one", () => {
    expect(
      lines(
        plainLines(look),
        { kind: "step", title: "Pull images", state: "failed", detail: "no registry" },
        { kind: "step", title: "Load images", state: "skipped", detail: "all present" },
      ),
    ).toEqual(["✗ Pull images: no registry (0.0s)", "– Load images: skipped: all present"]);
  });

  test("writes nothing while a service's state stays the same", () => {
    const starting = { kind: "service", service: "grafana", state: "starting" } as const;
    const healthy = { ...starting, state: "healthy" } as const;
    expect(lines(plainLines(look), starting, starting, healthy, healthy, starting)).toEqual([
      "◐ grafana starting",
      "● grafana healthy",
      "◐ grafana starting",
    ]);
  });

  test("writes one line for each quarter of a transfer", () => {
    const at = (fraction: number) => ({ kind: "progress", title: "grafana:12", fraction }) as const;
    expect(lines(plainLines(look), at(0), at(0.1), at(0.3), at(0.4), at(0.9), at(1))).toEqual([
      "  grafana:12 0%",
      "  grafana:12 25%",
      "  grafana:12 75%",
      "  grafana:12 100%",
    ]);
  });

  test("writes a transfer whose end is not known once", () => {
    const moving = { kind: "progress", title: "grafana:12" } as const;
    expect(lines(plainLines(look), { ...moving, detail: "1 MiB" }, { ...moving, detail: "2 MiB" })).toEqual([
      "  grafana:12: 1 MiB",
    ]);
  });

  test("writes a warning with its remedy", () => {
    expect(lines(plainLines(look), warning)).toEqual(["! 3 GiB free\n  /var\n  → Free some"]);
  });
});

test("quietLines writes warnings only", () => {
  const step: ProgressEvent = { kind: "step", title: "Check", state: "failed" };
  expect(lines(quietLines(look), step, warning)).toHaveLength(1);
});

test("jsonLines writes every event with its time, secrets masked", () => {
  const render = jsonLines((text) => text.replace("s3cret", "***"));
  const [line = ""] = lines(render, { kind: "service", service: "grafana", state: "failed", detail: "bad s3cret" });
  expect(JSON.parse(line)).toEqual({
    time: "1970-01-01T00:00:00.000Z",
    kind: "service",
    service: "grafana",
    state: "failed",
    detail: "bad ***",
  });
});
