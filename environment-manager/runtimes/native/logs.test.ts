import { mkdirSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogLine, LogRequest } from "../runtime.ts";
import { type TemporaryInstallation, temporaryInstallation, tinyService } from "./fixtures/temporary-installation.ts";
import { type LogFile, openLog } from "./supervisor/log-file.ts";

let installation: TemporaryInstallation;
let time: number;
let logs: Record<"one" | "two", LogFile>;
let stop: AbortController;

beforeEach(async () => {
  installation = await temporaryInstallation();
  mkdirSync(installation.layout.logs, { recursive: true });
  time = Date.UTC(2026, 0, 1);
  const open = (name: string) => openLog(installation.layout.log(name), () => time++, { bytes: 200, older: 3 });
  logs = { one: open("one"), two: open("two") };
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  for (const log of Object.values(logs)) log.close();
  await installation.dispose();
});

const request = (more: Partial<LogRequest> = {}) =>
  installation
    .runtime([tinyService("one", 1), tinyService("two", 2)])
    .logs({ services: [], follow: false, tail: 100, signal: stop.signal, ...more });

async function all(lines: AsyncIterable<LogLine>): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const { service, text } of lines) texts.push(`${service}: ${text}`);
  return texts;
}

test("lines of several services come in the order of their times", async () => {
  logs.one.write(["a"]);
  logs.two.write(["b"]);
  logs.one.write(["c", "d"]);
  expect(await all(request())).toEqual(["one: a", "two: b", "one: c", "one: d"]);
  expect(await all(request({ services: ["two"] }))).toEqual(["two: b"]);
});

test("a line has its time, and its text is as the service wrote it", async () => {
  logs.one.write(['ts=2026 level=info msg="Server is ready"']);
  const lines: LogLine[] = [];
  for await (const line of request()) lines.push(line);
  expect(lines).toEqual([
    { service: "one", time: new Date(Date.UTC(2026, 0, 1)), text: 'ts=2026 level=info msg="Server is ready"' },
  ]);
});

test("the last lines reach back into files that were set aside", async () => {
  for (let line = 0; line < 20; line++) logs.one.write([`line ${line}`]);
  expect(await all(request({ tail: 12 }))).toEqual(Array.from({ length: 12 }, (_, index) => `one: line ${index + 8}`));
});

test("no service has written anything yet", async () => {
  expect(await all(request())).toEqual([]);
});

test("following shows what is added, over rotations, from a service that starts later too, until the signal", async () => {
  logs.one.write(["before"]);
  const seen: string[] = [];
  const following = (async () => {
    for await (const { service, text } of request({ follow: true, tail: 1 })) seen.push(`${service}: ${text}`);
  })();
  await expect.poll(() => seen).toEqual(["one: before"]);
  for (let line = 0; line < 5; line++) {
    logs.one.write([`line ${line}`]);
    await expect.poll(() => seen.at(-1)).toBe(`one: line ${line}`);
  }
  logs.two.write(["late"]);
  await expect.poll(() => seen.at(-1)).toBe("two: late");
  for (let line = 5; line < 10; line++) {
    logs.one.write([`line ${line}`]);
    await expect.poll(() => seen.at(-1)).toBe(`one: line ${line}`);
  }
  stop.abort();
  await following;
  expect(seen).toEqual([
    "one: before",
    ...[0, 1, 2, 3, 4].map((line) => `one: line ${line}`),
    "two: late",
    ...[5, 6, 7, 8, 9].map((line) => `one: line ${line}`),
  ]);
});
