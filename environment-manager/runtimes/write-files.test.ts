import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ProgressEvent } from "../progress.ts";
import { writeStackFiles } from "./write-files.ts";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "files-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = async (content: string) => {
  const events: ProgressEvent[] = [];
  for await (const event of writeStackFiles(directory, [{ path: "a/b.yml", content }])) events.push(event);
  return events;
};

describe("writing generated files", () => {
  test("makes folders, and files that services of other users can read whatever the umask is", async () => {
    const umask = process.umask(0o077);
    try {
      await write("one");
    } finally {
      process.umask(umask);
    }
    expect(readFileSync(join(directory, "a/b.yml"), "utf8")).toBe("one");
    expect(statSync(join(directory, "a/b.yml")).mode & 0o777).toBe(0o644);
    expect(statSync(join(directory, "a")).mode & 0o777).toBe(0o755);
  });

  test("replaces its own former text without a word", async () => {
    await write("one");
    expect(await write("two")).toEqual([]);
    expect(readFileSync(join(directory, "a/b.yml"), "utf8")).toBe("two");
  });

  test("keeps a file aside that was changed by hand, and says where", async () => {
    await write("one");
    writeFileSync(join(directory, "a/b.yml"), "mine");
    const [event] = await write("two");
    expect(event).toMatchObject({ kind: "warning" });
    const where = event?.kind === "warning" ? event.problem.where : undefined;
    expect(readFileSync(where ?? "", "utf8")).toBe("mine");
    expect(readFileSync(join(directory, "a/b.yml"), "utf8")).toBe("two");
  });

  test("does not touch a file that is right already, so that one of a read-only clone does not matter", async () => {
    await write("one");
    const before = statSync(join(directory, "a/b.yml")).mtimeMs;
    chmodSync(join(directory, "a"), 0o500);
    expect(await write("one")).toEqual([]);
    chmodSync(join(directory, "a"), 0o700);
    expect(statSync(join(directory, "a/b.yml")).mtimeMs).toBe(before);
    expect(readdirSync(join(directory, "a"))).toEqual(["b.yml"]);
  });
});
