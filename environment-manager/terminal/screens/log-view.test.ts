import { describe, expect, test } from "vitest";
import { appendLines, filterLines, keptLines, visibleRows } from "./log-view.ts";

const lines = (...texts: string[]) => texts.map((text) => ({ service: "grafana", text }));
const texts = (window: ReturnType<typeof visibleRows>) => window.rows.map(({ text }) => text);
const numbered = lines(...Array.from({ length: 20 }, (_, index) => `line ${index + 1}`));

describe("visibleRows", () => {
  test("shows the end while following", () => {
    expect(texts(visibleRows(numbered, { width: 40, height: 3, back: 0 }))).toEqual(["line 18", "line 19", "line 20"]);
  });

  test("goes back by rows, and no further than the first", () => {
    expect(texts(visibleRows(numbered, { width: 40, height: 2, back: 5 }))).toEqual(["line 14", "line 15"]);
    const top = visibleRows(numbered, { width: 40, height: 2, back: 500 });
    expect(texts(top)).toEqual(["line 1", "line 2"]);
    expect(top.back).toBe(18);
  });

  test("wraps a line that is too long, and shows its end while following", () => {
    expect(texts(visibleRows(lines("abcdefghij"), { width: 4, height: 2, back: 0 }))).toEqual(["efgh", "ij"]);
  });

  test("indents what a line goes on with", () => {
    const [first, second] = texts(visibleRows(lines("a".repeat(40)), { width: 24, height: 9, back: 0 }));
    expect([first, second]).toEqual(["a".repeat(24), `  ${"a".repeat(16)}`]);
  });

  test("never wraps a wide character in half", () => {
    expect(texts(visibleRows(lines("日本語"), { width: 3, height: 9, back: 0 }))).toEqual(["日", "本", "語"]);
  });

  test("shows what a program coloured as plain text", () => {
    expect(texts(visibleRows(lines("\u001b[31mred\u001b[0m\tx"), { width: 40, height: 1, back: 0 }))).toEqual([
      "red    x",
    ]);
  });

  test("knows errors and warnings by the words that programs write", () => {
    const log = lines("level=error msg=x", "lvl=warn msg=y", "terror", "GET /errors 200");
    expect(visibleRows(log, { width: 40, height: 9, back: 0 }).rows.map(({ level }) => level)).toEqual([
      "error",
      "warning",
      undefined,
      undefined,
    ]);
  });
});

test("filterLines ignores case and shows all without a filter", () => {
  const log = lines("Starting", "ERROR: disk", "an error");
  expect(filterLines(log, "error")).toEqual(lines("ERROR: disk", "an error"));
  expect(filterLines(log, "")).toBe(log);
});

test("appendLines keeps the last lines only", () => {
  const full = lines(...Array.from({ length: keptLines }, (_, index) => String(index)));
  const kept = appendLines(full, lines("last"));
  expect(kept).toHaveLength(keptLines);
  expect(kept.at(-1)?.text).toBe("last");
  expect(kept[0]?.text).toBe("1");
});
