import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExposition, sampleValue } from "./exposition.ts";

const only = (page: string) => [...parseExposition(page).values()].flat();

describe("parseExposition", () => {
  test("reads samples with and without labels, timestamps and comments", () => {
    const page = [
      "# HELP node_load1 1m load average.",
      "# TYPE node_load1 gauge",
      "node_load1 0.42",
      'node_cpu_seconds_total{cpu="0",mode="idle"} 1.5e+03 1395066363000',
      "# any other comment",
      "",
    ].join("\n");
    expect(only(page)).toEqual([
      { name: "node_load1", labels: {}, value: 0.42 },
      { name: "node_cpu_seconds_total", labels: { cpu: "0", mode: "idle" }, value: 1500 },
    ]);
  });

  test("reads label values that look like syntax", () => {
    expect(only('x{path="C:\\\\a\\nb",text="a \\"q\\" } 1, {"} 2')).toEqual([
      { name: "x", labels: { path: "C:\\a\nb", text: 'a "q" } 1, {' }, value: 2 },
    ]);
  });

  test.each([
    ["NaN", Number.NaN],
    ["+Inf", Number.POSITIVE_INFINITY],
    ["-Inf", Number.NEGATIVE_INFINITY],
    ["-0.5", -0.5],
    [".5", 0.5],
    ["1e-9", 1e-9],
  ])("reads %s", (text, value) => {
    expect(only(`x ${text}`)[0]?.value).toBe(value);
  });

  test.each([
    ["a line without a value", "node_load1"],
    ["a value that is no number", "node_load1 high"],
    ["a hexadecimal value", "node_load1 0x10"],
    ["an empty name", '{cpu="0"} 1'],
    ["labels without quotes", "x{cpu=0} 1"],
    ["an escape that the format does not know", 'x{a="\\t"} 1'],
    ["a label twice", 'x{a="1",a="2"} 1'],
    ["a comma too many", 'x{a="1",,b="2"} 1'],
    ["a type that is none", "# TYPE x gage"],
    ["a web page", "<html><body>Not found</body></html>"],
  ])("refuses %s, and names the line", (_, line) => {
    expect(() => parseExposition(`ok 1\n${line}\n`)).toThrow(/^Line 2 /);
  });

  test("reads back whatever is written by the format's rules", () => {
    const quote = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
    const sample = fc.record({
      name: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/),
      labels: fc.dictionary(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/), fc.string({ unit: "grapheme" }), {
        noNullPrototype: true,
      }),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    fc.assert(
      fc.property(sample, ({ name, labels, value }) => {
        const pairs = Object.entries(labels).map(([label, text]) => `${label}="${quote(text)}"`);
        expect(only(`${name}{${pairs.join(",")}} ${value}\n`)).toEqual([{ name, labels, value: value + 0 }]);
      }),
    );
  });
});

test("sampleValue finds the series with these labels", () => {
  const page = parseExposition('x{gpu="0"} 1\nx{gpu="1"} 2\n');
  expect(sampleValue(page, "x", { gpu: "1" })).toBe(2);
  expect(sampleValue(page, "x", { gpu: "2" })).toBeUndefined();
  expect(sampleValue(page, "y")).toBeUndefined();
});
