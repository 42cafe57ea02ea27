import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { glyphsFor } from "../glyphs.ts";
import { painter } from "../paint.ts";
import { textWidth } from "../text-width.ts";
import { renderFrame } from "./frame.ts";
import type { ProgressModel } from "./model.ts";

const options = {
  glyphs: glyphsFor({ unicode: true }),
  paint: painter({ colour: false }),
  columns: 80,
  rows: 24,
  now: 12_000,
};

const model: ProgressModel = {
  steps: [{ title: "Start the services", startedAt: 0 }],
  services: [
    { service: "prometheus", state: "healthy", firstSeenAt: 1000, changedAt: 7100 },
    { service: "grafana", state: "starting", firstSeenAt: 2000, changedAt: 8000, detail: "waiting for its database" },
  ],
  transfers: [
    { title: "grafana/grafana:12.4.0", fraction: 0.5, detail: "90 of 180 MiB" },
    { title: "haproxy:3.2-alpine" },
  ],
};

describe("renderFrame", () => {
  test("shows the running step, each service with state and time, and bars of what is being pulled", () => {
    expect(renderFrame(model, options)).toEqual([
      "⠋ Start the services  12s",
      "  ● prometheus  healthy     6.1s",
      "  ⠋ grafana     starting     10s  waiting for its database",
      "    grafana/grafana:12.4.0  ██████████░░░░░░░░░░  50%  90 of 180 MiB",
      "    haproxy:3.2-alpine      ░░░░░░░░░░░░░░░░░░░░     ",
    ]);
  });

  test("shows how far a step has got in the step's own line", () => {
    const steps = [{ title: "Wait for samples", startedAt: 0 }];
    const transfers = [{ title: "Wait for samples", fraction: 0.5, detail: "1 of 2 targets up" }];
    expect(renderFrame({ steps, transfers, services: [] }, options)).toEqual([
      "⠋ Wait for samples  1 of 2 targets up  ████████░░░░░░░░  50%  12s",
    ]);
  });

  test("says how much did not fit on a low terminal", () => {
    expect(renderFrame(model, { ...options, rows: 5 })).toEqual([
      "⠋ Start the services  12s",
      "  ● prometheus  healthy     6.1s",
      "  … 3 more",
    ]);
  });

  test("is drawn in ASCII where the locale needs it", () => {
    const lines = renderFrame(model, { ...options, glyphs: glyphsFor({ unicode: false }) });
    expect(lines.join("\n")).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test("stays inside the terminal, however long the texts and small the window", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 120 });
    const anyModel = fc.record({
      steps: fc.array(fc.record({ title: text, startedAt: fc.constant(0), detail: text })),
      services: fc.array(
        fc.record({
          service: fc.constantFrom("grafana", "docker-socket-proxy"),
          state: fc.constantFrom("healthy", "unavailable"),
          detail: text,
          firstSeenAt: fc.constant(0),
          changedAt: fc.constant(0),
        }),
      ),
      transfers: fc.array(
        fc.record({ title: text, fraction: fc.double({ noNaN: true, min: 0, max: 1 }), detail: text }),
      ),
    });
    fc.assert(
      fc.property(
        anyModel,
        fc.integer({ min: 48, max: 200 }),
        fc.integer({ min: 4, max: 50 }),
        (any, columns, rows) => {
          const lines = renderFrame(any as ProgressModel, { ...options, columns, rows });
          expect(lines.length).toBeLessThan(rows);
          for (const line of lines) expect(textWidth(line)).toBeLessThan(columns);
        },
      ),
    );
  });
});
