import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openUrl } from "./open-url.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "open-url-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A desktop whose opener is this shell script. */
async function desktop(script: string): Promise<{ env: NodeJS.ProcessEnv; platform: "linux" }> {
  const program = join(folder, "xdg-open");
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  return { env: { DISPLAY: ":0", PATH: `${folder}:/usr/bin:/bin` }, platform: "linux" };
}

test("hands the address to the desktop's opener", async () => {
  const asked = join(folder, "asked");
  const there = await desktop(`printf %s "$*" > '${asked}'`);
  expect(await openUrl("http://127.0.0.1:3000", there)).toEqual({ opened: true, program: "xdg-open" });
  expect(await readFile(asked, "utf8")).toBe("http://127.0.0.1:3000");
});

test("does not wait for a browser that stays open", async () => {
  const ended = join(folder, "ended");
  const there = await desktop(`sleep 3; touch '${ended}'`);
  expect(await openUrl("http://127.0.0.1:3000", there)).toMatchObject({ opened: true });
  expect(existsSync(ended)).toBe(false);
});

test("reports that it did not where there is no desktop", async () => {
  expect(await openUrl("http://127.0.0.1:3000", { env: {}, platform: "linux" })).toEqual({
    opened: false,
    why: "no desktop here",
  });
});

test("reports an opener that fails, and one that is missing", async () => {
  expect(await openUrl("http://127.0.0.1:3000", await desktop("exit 3"))).toEqual({
    opened: false,
    why: "xdg-open failed (exit code 3)",
  });
  const env = { DISPLAY: ":0", PATH: join(folder, "nowhere") };
  expect(await openUrl("http://127.0.0.1:3000", { env, platform: "linux" })).toMatchObject({ opened: false });
});

test("opens nothing but web addresses", async () => {
  const there = await desktop("exit 0");
  expect(await openUrl("--version", there)).toMatchObject({ opened: false });
  expect(await openUrl("file:///etc/passwd", there)).toMatchObject({ opened: false });
});
