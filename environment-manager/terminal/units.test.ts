import { expect, test } from "vitest";
import { formatBytes, formatBytesOf, formatDuration, formatPercent, formatRate } from "./units.ts";

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1 KiB"],
  [1536, "1.5 KiB"],
  [1023.6 * 1024, "1 MiB"],
  [64 * 1024 ** 3, "64 GiB"],
  [5 * 1024 ** 6, "5120 PiB"],
])("%d bytes read %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("a part of a whole names a common unit once", () => {
  expect(formatBytesOf(61 * 1024 ** 3, 139 * 1024 ** 3)).toBe("61 of 139 GiB");
  expect(formatBytesOf(512 * 1024 ** 2, 139 * 1024 ** 3)).toBe("512 MiB of 139 GiB");
});

test("a rate is per second", () => expect(formatRate(2048)).toBe("2 KiB/s"));

test("a ratio is rounded to whole percent", () => {
  expect(formatPercent(0.074)).toBe("7%");
  expect(formatPercent(1)).toBe("100%");
});

test.each([
  [400, "0.4s"],
  [9_960, "9.9s"],
  [12_900, "12s"],
  [184_000, "3m 04s"],
  [8_040_000, "2h 14m"],
  [1_047_600_000, "12d 3h"],
  [-5, "0.0s"],
])("%d milliseconds read %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
