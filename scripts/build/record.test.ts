import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { putInPlace, removeLeftovers, stagingFolder } from "./put-in-place.ts";
import { hashInputs, isCurrent, readRecord, recordFile, writeRecord } from "./record.ts";

const source = "environment-manager/main.ts";
let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "record-"));
  for (const folder of ["environment-manager", "dist/chunks"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, source), "one");
  writeFileSync(join(root, "dist/main.js"), "built from one");
});
afterEach(() => rmSync(root, { recursive: true }));

const soon = () => Date.now() + 60_000;
const record = (began = soon()) =>
  writeRecord(root, { inputs: hashInputs(root, [source], began), outputs: ["dist/main.js"], formerOutputs: [] }, began);

it("a build is current until the content of a source changes", () => {
  expect(isCurrent(root, readRecord(root))).toBe(false);
  record();
  expect(isCurrent(root, readRecord(root))).toBe(true);
  writeFileSync(join(root, source), "one");
  expect(isCurrent(root, readRecord(root))).toBe(true);
  writeFileSync(join(root, source), "two");
  expect(isCurrent(root, readRecord(root))).toBe(false);
});

it("a build is not current without its files or its sources", () => {
  record();
  rmSync(join(root, "dist/main.js"));
  expect(isCurrent(root, readRecord(root))).toBe(false);
  writeFileSync(join(root, "dist/main.js"), "");
  rmSync(join(root, source));
  expect(isCurrent(root, readRecord(root))).toBe(false);
});

it("a source that changed while it was built makes that build outdated", () => {
  record(statSync(join(root, source)).ctimeMs);
  expect(isCurrent(root, readRecord(root))).toBe(false);
});

it("the record is as old as the beginning of its build", () => {
  record(1_700_000_000_000);
  expect(statSync(join(root, recordFile)).mtimeMs).toBe(1_700_000_000_000);
});

it("a source that the launcher does not look at is refused", () => {
  writeFileSync(join(root, "stray.ts"), "");
  expect(() => hashInputs(root, ["stray.ts"], soon())).toThrow("stray.ts is bundled, but the launcher");
});

it("a half written record counts as none", () => {
  writeFileSync(join(root, recordFile), '{ "inputs": {');
  expect(readRecord(root)).toBeUndefined();
});

it("a new build replaces the old one and leaves its parts to programs that run", () => {
  for (const name of ["old.js", "older.js"]) writeFileSync(join(root, "dist/chunks", name), "");
  const staging = stagingFolder(root);
  mkdirSync(join(staging, "dist/chunks"), { recursive: true });
  writeFileSync(join(staging, "dist/main.js"), "new");
  writeFileSync(join(staging, "dist/chunks/new.js"), "");
  const outputs = ["dist/main.js", "dist/chunks/new.js"];
  putInPlace(root, staging, outputs, ["dist/main.js"]);
  removeLeftovers(root, [...outputs, "dist/chunks/old.js"]);
  const there = (path: string) => statSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
  expect(["new.js", "old.js", "older.js"].map((name) => there(`dist/chunks/${name}`))).toEqual([true, true, false]);
  expect(there("dist/staging")).toBe(false);
});
