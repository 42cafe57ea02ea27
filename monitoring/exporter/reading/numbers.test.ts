import { expect, test } from "vitest";
import { parseCount, parseDecimal } from "./numbers.ts";

test("a count is digits only", () => {
  expect(parseCount("18446744073709551615")).toBe(2 ** 64);
  for (const bad of ["", " ", "-1", "1.5", "0x10", "1e3", "12kB", undefined]) expect(parseCount(bad)).toBeNaN();
});

test("a decimal may be negative and broken, but nothing else", () => {
  expect(parseDecimal("-0.25")).toBe(-0.25);
  for (const bad of ["", ".", "1.", "Infinity", "1e3", undefined]) expect(parseDecimal(bad)).toBeNaN();
});
