import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import type { BuildFailure } from "esbuild";
import { bundleOptions, bundles } from "./build/bundles.ts";
import { licenseNotices } from "./build/licenses.ts";
import { oneAtATime } from "./build/one-at-a-time.ts";
import { putInPlace, removeLeftovers, stagingFolder } from "./build/put-in-place.ts";
import { type BuildRecord, hashInputs, isCurrent, readRecord, recordFile, writeRecord } from "./build/record.ts";

/**
 * Bundles the programs: `node scripts/build.ts`. With --if-changed only where the sources differ from what was built, with
 * --check it only says so by its exit code (0 where all is current, else 1). With --fresh nothing of former builds is kept.
 */
const root = dirname(import.meta.dirname);
const programs = bundles.map(({ folder, main }) => `${folder}/${main}`);
const notices = "dist/THIRD-PARTY-LICENSES.txt";
const flag = { type: "boolean" } as const;
const { values: flags } = parseArgs({ options: { "if-changed": flag, check: flag, fresh: flag } });

if (flags.check) process.exitCode = isCurrent(root, readRecord(root)) ? 0 : 1;
else
  await oneAtATime(join(root, ".env-manager.build-lock"), async () => {
    const before = readRecord(root);
    const asked = new Date();
    if (flags["if-changed"] && isCurrent(root, before)) utimesSync(join(root, recordFile), asked, asked);
    else await build(flags.fresh ? undefined : before);
  });

async function build(before: BuildRecord | undefined): Promise<void> {
  process.stderr.write("env-manager: building ...\n");
  // Made first, so that no folder of sources is newer than what is built of it.
  for (const { folder } of bundles) mkdirSync(join(root, folder), { recursive: true });
  const began = Date.now();
  const staging = stagingFolder(root);
  try {
    const { inputs, outputs } = await bundle(staging);
    const own = inputs.filter((path) => !path.includes("node_modules/"));
    const hashes = hashInputs(root, [...own, ...buildInputs()], began);
    writeFileSync(join(staging, notices), licenseNotices(root, inputs));
    putInPlace(root, staging, [...outputs, notices], programs);
    const formerOutputs = before?.outputs ?? [];
    writeRecord(root, { inputs: hashes, outputs, formerOutputs }, began);
    removeLeftovers(root, [...outputs, ...formerOutputs]);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    process.stderr.write(`The build failed: ${await explain(error)}\n`);
    process.exitCode = 1;
  }
}

/** Writes all bundles below `staging`; returns the paths, relative to the root, of what they are made of and of their files. */
async function bundle(staging: string) {
  const { build: run } = await import("esbuild");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const results = await Promise.all(bundles.map((one) => run(bundleOptions(one, root, staging, version))));
  const metafiles = results.flatMap(({ metafile }) => metafile ?? []);
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs)).filter((path) => !/^[\w-]+:/.test(path));
  const outputs = metafiles.flatMap((metafile) => Object.keys(metafile.outputs));
  return {
    inputs: [...new Set(inputs)],
    outputs: outputs.map((path) => relative(staging, join(root, path))),
  };
}

/** What decides how to build. */
function buildInputs(): string[] {
  const scripts = readdirSync(join(root, "scripts", "build")).filter((name) => !name.endsWith(".test.ts"));
  return [
    ...["package.json", "package-lock.json", "tsconfig.json", "scripts/build.ts"],
    ...scripts.map((name) => `scripts/build/${name}`),
  ];
}

async function explain(error: unknown): Promise<string> {
  if (!(error instanceof Error)) return String(error);
  if (!("errors" in error)) return error.message;
  const { formatMessages } = await import("esbuild");
  const lines = await formatMessages((error as BuildFailure).errors, { kind: "error", color: process.stderr.isTTY });
  return `\n${lines.join("")}`;
}
