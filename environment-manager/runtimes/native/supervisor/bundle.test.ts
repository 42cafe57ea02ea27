import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import {
  freePort,
  outcome,
  type TemporaryInstallation,
  temporaryInstallation,
  tinyService,
} from "../fixtures/temporary-installation.ts";
import { findSupervisor } from "../survivors.ts";

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const { signal } = new AbortController();
let folder: string;
let bundle: string;
let installation: TemporaryInstallation;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "env-manager-bundle-"));
  bundle = join(folder, "supervisor.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "main.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node24",
    outfile: bundle,
    logLevel: "error",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  installation = await temporaryInstallation();
});
afterEach(() => installation.dispose());

test("the supervisor as one file needs nothing but Node's light built-ins", () => {
  const text = readFileSync(bundle, "utf8");
  const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name = ""]) => name.replace(/^node:/, ""));
  expect(required.filter((name) => !builtinModules.includes(name))).toEqual([]);
  // Each of these would add several megabytes to a process that runs for months.
  expect(required).not.toContain("http");
  expect(required).not.toContain("https");
  expect(text.length).toBeLessThan(64 * 1024);
});

test("the supervisor as one file runs services and stays small", async () => {
  const runtime = installation.runtime([tinyService("one", await freePort())], bundle);
  await outcome(runtime.up(signal));
  expect(await runtime.status()).toMatchObject([{ state: "healthy" }]);
  const supervisor = findSupervisor(installation.layout, installation.directory);
  const status = readFileSync(`/proc/${supervisor?.pid}/status`, "utf8");
  const mebibytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  // Bare Node takes 40 to 45.
  expect(mebibytes).toBeLessThan(64);
  await outcome(runtime.down(signal));
  expect(installation.processes()).toEqual([]);
});
