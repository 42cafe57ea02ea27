import { parse } from "dotenv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEnvFile } from "./env-file.ts";

const entriesOf = (text: string) => readEnvFile(text).entries.map(({ key, value, line }) => [key, value, line]);
const faultsOf = (text: string) => readEnvFile(text).faults.map(({ what, line }) => [line, what]);

test("values come with their line numbers, past comments, blank lines and line breaks of Windows", () => {
  const text =
    "\uFEFF# comment\r\n\r\nA=1\r\n  export B = 'two # \"' # note\nC=\"t\\nhree\"#note\nD=\n\tE=it's a\\b # note\nF= # note\nG=`a'\"b`";
  expect(faultsOf(text)).toEqual([]);
  expect(entriesOf(text)).toEqual([
    ["A", "1", 3],
    ["B", 'two # "', 4],
    ["C", "t\nhree", 5],
    ["D", "", 6],
    ["E", "it's a\\b", 7],
    ["F", "", 8],
    ["G", "a'\"b", 9],
  ]);
});

test("a byte order mark before the first name is no part of it", () => {
  expect(entriesOf("\uFEFFA=1\n")).toEqual([["A", "1", 1]]);
});

test("an empty file has no entry and no fault", () => {
  expect(readEnvFile("")).toMatchObject({ entries: [], faults: [] });
});

test("the span of an entry is its value with its quotes", () => {
  const { lines, entries } = readEnvFile(`A = 'x y' # note\nexport B=z w  # note\nC=\nD="" #`);
  expect(entries.map(({ line, span }) => lines[line - 1]?.slice(...span))).toEqual(["'x y'", "z w", "", '""']);
});

describe("a line that cannot be read is a fault", () => {
  test.each([
    ["nonsense", "neither KEY=value nor a comment"],
    ["KEY", "neither KEY=value nor a comment"],
    ["KEY: value", "neither KEY=value nor a comment"],
    ["=value", "neither KEY=value nor a comment"],
    ["1KEY=value", "neither KEY=value nor a comment"],
    ["KEY.x=value", "neither KEY=value nor a comment"],
    ["KEY='abc", "no closing '"],
    ['KEY="abc', 'no closing "'],
    ["KEY='a'b", "more behind its closing '"],
    ["KEY='a''b'", "more behind its closing '"],
    ["KEY='a\\'", "a backslash before '"],
    ['KEY="a\\"b"', 'a backslash before "'],
    ["KEY=a#b", "a # in its value without quotes"],
    ["KEY=#b", "a # in its value without quotes"],
    ["KEY=a\u0007b", "a control character"],
    ["KEY=a\rb", "a control character"],
    ["KEY=a\u2028b", "a control character"],
    ["__proto__=x", "cannot be used as a name"],
  ])("%j", (line, what) => {
    const text = `A=1\n${line}\nB=2`;
    expect(faultsOf(text)).toEqual([[2, expect.stringContaining(what)]]);
    expect(entriesOf(text)).toEqual([
      ["A", "1", 1],
      ["B", "2", 3],
    ]);
  });

  test("and its text is not repeated", () => {
    expect(JSON.stringify(readEnvFile("PASSWORD hunter22\nP='hunter22\nQ=hunter#22").faults)).not.toContain("hunter");
  });
});

test("a key that is set twice is a fault at the second line, which names the first", () => {
  expect(faultsOf("A=1\nB=2\nA=3")).toEqual([[3, "A is set a second time; line 1 sets it first"]]);
});

test("lines without a fault are read as dotenv reads the whole file of them", () => {
  const piece = fc.constantFrom("=", " ", "'", '"', "`", "#", "$", "\\", "x", "é", ":", "A=");
  const line = fc
    .tuple(fc.constantFrom("", "# ", "A=", "B_2 = ", "export C="), fc.array(piece, { maxLength: 8 }))
    .map(([start, pieces]) => start + pieces.join(""));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), (lines, lineBreak) => {
      const faulty = new Set(readEnvFile(lines.join("\n")).faults.map((fault) => fault.line));
      const text = lines.filter((_, index) => !faulty.has(index + 1)).join(lineBreak);
      const { entries, faults } = readEnvFile(text);
      expect(faults).toEqual([]);
      expect(Object.fromEntries(entries.map(({ key, value }) => [key, value]))).toEqual({ ...parse(text) });
    }),
    { numRuns: 2000 },
  );
});
