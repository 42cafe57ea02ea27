import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layoutHome } from "./home-layout.ts";

const usual = { services: 6, host: 4, gpus: 1, activity: 0 };

describe("layoutHome", () => {
  test("gives everything its lines on a usual terminal", () => {
    expect(layoutHome(usual, { columns: 80, rows: 24 })).toMatchObject(usual);
  });

  test("shows eight GPUs on 80 by 24", () => {
    expect(layoutHome({ ...usual, gpus: 8 }, { columns: 80, rows: 24 })).toMatchObject({ gpus: 8, host: 4 });
  });

  test("takes lines from the GPUs first, then from the host, before it touches services and what is going on", () => {
    expect(layoutHome({ ...usual, gpus: 8, activity: 6 }, { columns: 60, rows: 20 })).toMatchObject({
      services: 6,
      activity: 4,
      host: 2,
      gpus: 2,
    });
  });

  test("puts the figures beside the services on a wide terminal", () => {
    expect(layoutHome({ ...usual, gpus: 8, activity: 6 }, { columns: 140, rows: 20 })).toMatchObject({
      sideBySide: true,
      services: 6,
      activity: 6,
      host: 4,
      gpus: 8,
    });
  });

  test("leaves room between the parts where there is some", () => {
    expect(layoutHome(usual, { columns: 80, rows: 40 }).airy).toBe(true);
    expect(layoutHome({ ...usual, gpus: 8 }, { columns: 80, rows: 24 }).airy).toBe(false);
  });

  test("never needs more lines than there are", () => {
    const lines = fc.integer({ min: 0, max: 40 });
    const wants = fc.record({ services: lines, host: lines, gpus: lines, activity: lines });
    fc.assert(
      fc.property(wants, fc.integer({ min: 4, max: 60 }), fc.constantFrom(60, 80, 140), (wanted, rows, columns) => {
        const { sideBySide, ...given } = layoutHome(wanted, { columns, rows });
        const height = (...parts: number[]) => parts.reduce((sum, part) => sum + (part > 0 ? part + 1 : 0), 2);
        const heights = sideBySide
          ? [height(given.services, given.activity), height(given.host, given.gpus)]
          : [height(given.services, given.activity, given.host, given.gpus)];
        expect(Math.max(...heights)).toBeLessThanOrEqual(rows);
      }),
    );
  });
});
