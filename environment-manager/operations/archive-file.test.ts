import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refuseAsArchive, refuseAsNewArchive } from "./archive-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "archive-file-"));
  writeFileSync(join(folder, "there.tar"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a new archive is refused where a file is, where no folder is, and below a file", () => {
  expect(() => refuseAsNewArchive(join(folder, "there.tar"))).toThrow("The file exists already");
  expect(() => refuseAsNewArchive(join(folder, "none", "new.tar"))).toThrow("There is no such folder");
  expect(() => refuseAsNewArchive(join(folder, "there.tar", "new.tar"))).toThrow("This is no folder");
  expect(() => refuseAsNewArchive(join(folder, "new.tar"))).not.toThrow();
});

test("an archive to load is refused where nothing is and where a folder is", () => {
  expect(() => refuseAsArchive(join(folder, "none.tar"))).toThrow("There is no such file");
  expect(() => refuseAsArchive(folder)).toThrow("This is a folder");
  expect(() => refuseAsArchive(join(folder, "there.tar"))).not.toThrow();
});
