import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { painter } from "./paint.ts";
import { renderTable } from "./tables.ts";
import { textWidth } from "./text-width.ts";

const plain = { paint: painter({ colour: false }), ellipsis: "…" };
const columns = [{ title: "SERVICE" }, { title: "RESTARTS", align: "right" }, { title: "URL", shrinkTo: 8 }] as const;

describe("renderTable", () => {
  test("aligns columns under their titles", () => {
    const rows = [
      ["grafana", "0", "http://127.0.0.1:3000"],
      ["docker-socket-proxy", "12", ""],
    ];
    expect(renderTable(columns, rows, plain)).toBe(
      [
        "SERVICE              RESTARTS  URL",
        "grafana                     0  http://127.0.0.1:3000",
        "docker-socket-proxy        12",
      ].join("\n"),
    );
  });

  test("cuts only the columns that may shrink when the terminal is narrow", () => {
    const rows = [["grafana", "0", "http://127.0.0.1:3000"]];
    expect(renderTable(columns, rows, { ...plain, width: 32 })).toBe(
      ["SERVICE  RESTARTS  URL", "grafana         0  http://127.0…"].join("\n"),
    );
  });

  test("aligns wide characters by their cells", () => {
    const rows = [
      ["日本", "a"],
      ["x", "b"],
    ];
    const table = renderTable([{ title: "" }, { title: "" }], rows, plain);
    expect(table).toBe("日本  a\nx     b");
  });

  test("styles a cell without styling the space beside it", () => {
    const paint = painter({ colour: true });
    const table = renderTable([{ title: "" }, { title: "" }], [[{ text: "up", style: "green" }, "x"]], {
      paint,
      ellipsis: "…",
    });
    expect(table).toBe("\u001b[32mup\u001b[39m  x");
  });

  test("keeps escape sequences of a cell's text away from the terminal", () => {
    expect(renderTable([{ title: "" }], [["\u001b[2Jgone\nline"]], plain)).toBe("goneline");
  });

  test("never exceeds the width while the columns may shrink", () => {
    const shrinking = [
      { title: "A", shrinkTo: 1 },
      { title: "B", shrinkTo: 1 },
    ];
    const cells = fc.array(fc.tuple(fc.string(), fc.string({ unit: "grapheme" })), { minLength: 1 });
    fc.assert(
      fc.property(cells, fc.integer({ min: 6, max: 60 }), (rows, width) => {
        const lines = renderTable(shrinking, rows, { ...plain, width }).split("\n");
        expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
