import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LogFile, openLog } from "./log-file.ts";

const time = "2026-01-01T00:00:00.000Z";
const now = () => Date.parse(time);
let folder: string;
let path: string;
let log: LogFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "env-manager-log-"));
  path = join(folder, "one.log");
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true, force: true });
});

test("each line gets the time in front, and only the user may read the file", () => {
  log = openLog(path, now);
  log.write(["one", "two"]);
  log.write([]);
  expect(readFileSync(path, "utf8")).toBe(`${time} one\n${time} two\n`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a file that has grown large is set aside, and the oldest one goes", () => {
  log = openLog(path, now, { bytes: 100, older: 2 });
  // Four lines of 32 bytes fill a file.
  for (let line = 0; line < 16; line++) log.write([`line ${line}`.padEnd(6, ".")]);
  expect(readdirSync(folder).toSorted()).toEqual(["one.log", "one.log.1", "one.log.2"]);
  const texts = ["one.log.2", "one.log.1", "one.log"].map((name) => readFileSync(join(folder, name), "utf8"));
  const lines = texts.join("").trim().split("\n");
  expect(lines.at(-1)).toContain("line 15");
  expect(lines.map((line) => Number(/line (\d+)/.exec(line)?.[1]))).toEqual(
    Array.from({ length: lines.length }, (_, index) => 16 - lines.length + index),
  );
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(100 + 32);
});

test("a log goes on where an earlier supervisor left it", () => {
  const earlier = openLog(path, now);
  earlier.write(["one"]);
  earlier.close();
  log = openLog(path, now);
  log.write(["two"]);
  expect(readFileSync(path, "utf8")).toBe(`${time} one\n${time} two\n`);
});

test("lines that cannot be written are counted and do no harm", () => {
  log = openLog(join(folder, "later", "one.log"), now);
  log.write(["lost", "lost"]);
  log = openLog("/dev/full", now);
  log.write(["lost"]);
  expect(readdirSync(folder)).toEqual([]);
});
