import { expect, test } from "vitest";
import { durationMilliseconds, memoryBytes, sizeBytes } from "./quantities.ts";

test.each([
  ["15s", 15_000],
  ["1m30s", 90_000],
  ["500ms", 500],
  ["1m5ms", 60_005],
  ["30d", 2_592_000_000],
  ["1y1w", 32_140_800_000],
])("%s is %d ms", (text, milliseconds) => expect(durationMilliseconds(text)).toBe(milliseconds));

test.each([
  ["512M", 536_870_912],
  ["1G", 1_073_741_824],
  ["1.5g", 1_610_612_736],
  ["256mb", 268_435_456],
])("%s of memory is %d bytes", (text, bytes) => expect(memoryBytes(text)).toBe(bytes));

test.each([
  ["0", 0],
  ["20GB", 21_474_836_480],
  ["512MB", 536_870_912],
  ["7B", 7],
])("a size of %s is %d bytes", (text, bytes) => expect(sizeBytes(text)).toBe(bytes));
