import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Operation } from "../../../progress.ts";
import { inheritedEnvironment } from "../inherited-environment.ts";
import { type Attempt, passedOver, type Search, type Strategy } from "./attempt.ts";
import { answers, download } from "./download.ts";
import { examine } from "./examine.ts";
import { runTool } from "./run-tool.ts";
import { scratchPrefix } from "./scratch.ts";

const unpackedWithinMs = 300_000;

/** The file's name at the end of an address. */
export const nameOf = (url: string): string => basename(new URL(url).pathname);

/**
 * The release that this version of ours names, checked by its SHA-256 before anything in it is looked at. Where somebody
 * has put the archive into the programs' folder, as one does on a machine without network, it is taken from there.
 */
export const releaseArchive: Strategy = async function* (search) {
  const { program, folder, mayFetch, signal } = search;
  const { archive } = program;
  const file = archive.files[process.arch];
  if (!file) return passedOver(`no release archive is named for the ${process.arch} architecture`);

  const target = join(folder, `${program.package?.name ?? program.commands[0]}-${archive.version}`);
  const unpacked = await examine(join(target, archive.program), program, signal);
  if (!("why" in unpacked)) return { kind: "found", program: unpacked };

  const given = join(folder, nameOf(file.url));
  if (!mayFetch) {
    if (existsSync(given)) return { kind: "possible", how: `version ${archive.version} from ${given}` };
    const problem = await answers(file.url, signal);
    if (problem) return passedOver(`${file.url} cannot be had: ${problem}`);
    return { kind: "possible", how: `version ${archive.version} from ${file.url}` };
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(folder, scratchPrefix));
  try {
    return yield* fetchAndUnpack(search, file, scratch, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

async function* fetchAndUnpack(
  search: Search,
  file: { readonly url: string; readonly sha256: string },
  scratch: string,
  target: string,
): Operation<Attempt> {
  const { title, program, signal } = search;
  const given = join(search.folder, nameOf(file.url));
  const isGiven = existsSync(given);
  const archive = isGiven ? given : join(scratch, "archive.tar.gz");
  const content = join(scratch, "content");
  const step = `Downloading ${title} ${program.archive.version}`;
  const got = isGiven ? { sha256: await sumOf(given) } : yield* download(file.url, archive, step, signal);
  if ("problem" in got) return passedOver(`${file.url} cannot be had: ${got.problem}`);
  if (got.sha256 !== file.sha256) {
    const from = isGiven ? given : file.url;
    return passedOver(`${from} is not the release that is expected: its SHA-256 is ${got.sha256}, not ${file.sha256}`);
  }
  await mkdir(content);
  const unpacked = await runTool("tar", ["-xzf", archive, "-C", content, "--strip-components=1", "--no-same-owner"], {
    withinMs: unpackedWithinMs,
    signal,
    environment: inheritedEnvironment(search.environment),
  });
  if (unpacked.code !== 0) {
    return passedOver(`${file.url} could not be unpacked: ${unpacked.problem ?? unpacked.output.trim()}`);
  }
  const found = await examine(join(content, program.archive.program), program, signal);
  if ("why" in found) return passedOver(`${file.url} holds no program that runs here: ${found.why}`);
  await rm(target, { recursive: true, force: true });
  await rename(content, target);
  return { kind: "found", program: { ...found, path: join(target, program.archive.program) } };
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
