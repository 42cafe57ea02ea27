import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { counter, gauge } from "./family.ts";
import { escapeLabelValue, joinLabels, labels, noLabels } from "./labels.ts";
import { chooseFormat, wantsGzip } from "./negotiate.ts";
import { renderPage } from "./page.ts";
import { formatValue, newSection } from "./section.ts";

const bytes = counter("disk_bytes_total", "Bytes.");
const heat = gauge("heat_celsius", "Degrees.");

describe("a page", () => {
  test("announces each family once, however its samples were mixed", () => {
    const section = newSection();
    section.emit(bytes, labels({ disk: "a" }), 1);
    section.emit(heat, noLabels, 36.6);
    section.emit(bytes, labels({ disk: "b" }), 2e21);
    expect(renderPage([section], "text")).toBe(
      [
        "# HELP disk_bytes_total Bytes.",
        "# TYPE disk_bytes_total counter",
        'disk_bytes_total{disk="a"} 1',
        'disk_bytes_total{disk="b"} 2e+21',
        "# HELP heat_celsius Degrees.",
        "# TYPE heat_celsius gauge",
        "heat_celsius 36.6",
        "",
      ].join("\n"),
    );
  });

  test("as OpenMetrics names a counter's family without its suffix and ends in EOF", () => {
    const section = newSection();
    section.emit(bytes, noLabels, 1);
    expect(renderPage([section], "openmetrics")).toBe(
      "# HELP disk_bytes Bytes.\n# TYPE disk_bytes counter\ndisk_bytes_total 1\n# EOF\n",
    );
  });

  test("without families is empty, and as OpenMetrics only its end", () => {
    expect(renderPage([newSection()], "text")).toBe("");
    expect(renderPage([], "openmetrics")).toBe("# EOF\n");
  });
});

const awkward = fc
  .array(fc.constantFrom('"', "\\", "\n", "\r", "\t", "\0", "a", "n", "}", ",", "é", "😀", "\ufffd"))
  .map((chars) => chars.join(""));

describe("labels", () => {
  test("whatever the value, it stays on its line and between its quotes, and can be read back", () => {
    fc.assert(
      fc.property(awkward, (value) => {
        const escaped = escapeLabelValue(value);
        expect(escaped).toMatch(/^([^"\\\n]|\\[\\"n])*$/);
        expect(escaped.replace(/\\([\\"n])/g, (_, char) => (char === "n" ? "\n" : char))).toBe(value);
      }),
    );
  });

  test("are joined by a comma where both have any", () => {
    const [one, two] = [labels({ a: "1" }), labels({ b: "2" })];
    expect([joinLabels(one, two), joinLabels(one, noLabels), joinLabels(noLabels, two)]).toEqual([
      'a="1",b="2"',
      one,
      two,
    ]);
  });
});

test("numbers that are none are spelt as Prometheus spells them", () => {
  expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.5].map(formatValue)).toEqual([
    "NaN",
    "+Inf",
    "-Inf",
    "-0.5",
  ]);
});

describe("what a client accepts", () => {
  test.each([
    [undefined, "text"],
    ["*/*", "text"],
    ["text/plain", "text"],
    ["application/openmetrics-text", "openmetrics"],
    ["application/openmetrics-text; version=2.0.0", "text"],
    ["application/openmetrics-text;version=1.0.0;q=0", "text"],
    ["text/plain;q=0.9, application/openmetrics-text;q=0.8", "text"],
    // Prometheus 2.42 and 3.
    [
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      "openmetrics",
    ],
    [
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,*/*;q=0.1",
      "openmetrics",
    ],
  ])("%s gets %s", (accept, format) => {
    expect(chooseFormat(accept)).toBe(format);
  });

  test.each([
    [undefined, false],
    ["gzip", true],
    ["deflate, gzip;q=0.5", true],
    ["gzip;q=0", false],
    ["identity", false],
  ])("encoding %s means gzip: %s", (encoding, zipped) => {
    expect(wantsGzip(encoding)).toBe(zipped);
  });

  test("nothing a client can send makes it throw", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        chooseFormat(`${header}openmetrics`);
        wantsGzip(`${header}gzip`);
      }),
    );
  });
});
