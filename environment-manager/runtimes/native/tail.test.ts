import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastLogLines, tail } from "./tail.ts";

let folder: string;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "env-manager-tail-"));
  path = join(folder, "file");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the last lines are those that reading the whole file would give", () => {
  const line = fc.string({ unit: "grapheme", maxLength: 200 }).map((text) => text.replaceAll("\n", ""));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.nat(40), fc.boolean(), (lines, count, ended) => {
      const last = ended ? "\n" : ".";
      const text = lines.join("\n") + last;
      writeFileSync(path, text);
      const all = text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n");
      expect(tail(path, count)).toEqual(count === 0 ? [] : all.slice(-count));
    }),
  );
});

test("a large file is read from its end, over the borders of what is read at once", () => {
  const lines = Array.from({ length: 50_000 }, (_, number) => `line ${number} ✓`);
  writeFileSync(path, `${lines.join("\n")}\n`);
  expect(tail(path, 3)).toEqual(lines.slice(-3));
  expect(tail(path, 20_000)).toEqual(lines.slice(-20_000));
  expect(tail(path, 100_000)).toEqual(lines);
});

test("no file has no lines", () => {
  expect(tail(join(folder, "none"), 3)).toEqual([]);
});

test("the lines of a log are shown without their times", () => {
  writeFileSync(path, "2026-01-01T00:00:00.000Z one\n2026-01-01T00:00:00.000Z 2026 two\n");
  expect(lastLogLines(path, 5)).toEqual(["one", "2026 two"]);
});
