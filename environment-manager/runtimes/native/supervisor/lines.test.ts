import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "./lines.ts";

async function linesOf(pieces: readonly (string | Buffer)[], longest?: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const stream = Readable.from(
    pieces.map((piece) => Buffer.from(piece)),
    { objectMode: false },
  );
  readLines(stream, (more) => lines.push(...more), longest);
  await new Promise((end) => stream.once("close", end));
  return lines;
}

test("lines come whole, however they arrive", async () => {
  const text = fc.array(fc.string({ unit: "grapheme", maxLength: 20 }).map((line) => line.replaceAll(/[\r\n]/g, "")));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(60)), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      expect(await linesOf(pieces)).toEqual(lines);
    }),
    { numRuns: 50 },
  );
});

test("a last line needs no line feed, and a carriage return before it is not part of a line", async () => {
  expect(await linesOf(["one\r\ntw", "o\nthree"])).toEqual(["one", "two", "three"]);
});

test("a line without end is cut", async () => {
  expect(await linesOf(["abcdefgh", "ij\nk"], 4)).toEqual(["abcd", "efgh", "ij", "k"]);
});
