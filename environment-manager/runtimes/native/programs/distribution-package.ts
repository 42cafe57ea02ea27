import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Operation } from "../../../progress.ts";
import { inheritedEnvironment } from "../inherited-environment.ts";
import { type Attempt, passedOver, type Search, type Strategy } from "./attempt.ts";
import { examine } from "./examine.ts";
import { runTool, type ToolRun } from "./run-tool.ts";
import { scratchPrefix } from "./scratch.ts";

const listsWithinMs = 180_000;
const packageWithinMs = 300_000;
const quickMs = 15_000;

/**
 * The distribution's package, downloaded by its own tools (which check its signature) and unpacked without being
 * installed. Neither root nor the system's package state is needed or touched. Debian and its kin only.
 */
export const distributionPackage: Strategy = async function* (search) {
  const { program, folder, mayFetch } = search;
  const wanted = program.package;
  if (!wanted) return passedOver("no distribution carries it as a package");
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${wanted.name}_`)) continue;
    const found = await examine(join(folder, name, wanted.program), program, search.signal);
    if (!("why" in found)) return { kind: "found", program: found };
  }
  const settings = await run(search, "apt-config", ["dump"], quickMs);
  if (settings.code !== 0) return passedOver("this system has no apt-get, and other package managers are not used");
  if (!mayFetch) return { kind: "possible", how: `the package ${wanted.name} of this distribution` };

  await mkdir(folder, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(folder, scratchPrefix));
  try {
    return yield* fetchAndUnpack(search, wanted, await prepareApt(scratch, settings.output), scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

async function* fetchAndUnpack(
  search: Search,
  wanted: { readonly name: string; readonly program: string },
  configuration: string,
  scratch: string,
): Operation<Attempt> {
  const title = `Downloading ${search.title} from the distribution`;
  yield { kind: "progress", title, detail: `apt-get download ${wanted.name}` };
  const downloads = join(scratch, "downloads");
  await mkdir(downloads);
  const apt = (parameters: readonly string[], withinMs: number) =>
    run(search, "apt-get", parameters, withinMs, { APT_CONFIG: configuration }, downloads);

  // Lists of our own: the system's may be missing or old, and only root may renew them.
  const updated = await apt(["-qq", "update"], listsWithinMs);
  if (updated.code !== 0) return passedOver(`apt-get cannot have the package lists: ${lastWords(updated)}`);
  const downloaded = await apt(["-qq", "download", wanted.name], packageWithinMs);
  const [file] = (await readdir(downloads)).filter((name) => name.endsWith(".deb"));
  if (downloaded.code !== 0 || !file) return passedOver(`apt-get cannot have ${wanted.name}: ${lastWords(downloaded)}`);

  const content = join(scratch, "content");
  const unpacked = await run(search, "dpkg-deb", ["-x", join(downloads, file), content], packageWithinMs);
  if (unpacked.code !== 0) return passedOver(`${file} could not be unpacked: ${lastWords(unpacked)}`);
  const found = await examine(join(content, wanted.program), search.program, search.signal);
  if ("why" in found) return passedOver(`the package ${basename(file, ".deb")} is of no use: ${found.why}`);
  const target = join(search.folder, basename(file, ".deb"));
  await rm(target, { recursive: true, force: true });
  await rename(content, target);
  return { kind: "found", program: { ...found, path: join(target, wanted.program) } };
}

/** Of the system's configuration: how and where packages are had. Not its hooks: some remove files of its cache. */
const kept = /^(Acquire::|Dir::Etc::(Source|Trusted|Netrc|Preferences)|APT::(Architecture|Default-Release))/i;

/** Writes a configuration with which apt works in a folder of ours. */
async function prepareApt(scratch: string, settings: string): Promise<string> {
  const lists = join(scratch, "lists");
  const cache = join(scratch, "cache");
  await mkdir(join(lists, "partial"), { recursive: true });
  await mkdir(join(cache, "archives", "partial"), { recursive: true });
  const own = {
    "Dir::Etc::Parts": "/dev/null",
    "Dir::Etc::Main": "/dev/null",
    "Dir::State::Lists": lists,
    "Dir::Cache": cache,
    "Debug::NoLocking": "true",
    // Root would hand the download to a user who may not enter the folder.
    "APT::Sandbox::User": "root",
  };
  const lines = [
    ...settings.split("\n").filter((line) => kept.test(line)),
    ...Object.entries(own).map(([name, value]) => `${name} "${value}";`),
  ];
  const path = join(scratch, "apt.conf");
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

const run = (
  { signal, environment: outer }: Search,
  program: string,
  parameters: readonly string[],
  withinMs: number,
  environment: Readonly<Record<string, string>> = {},
  folder?: string,
): Promise<ToolRun> =>
  runTool(program, parameters, {
    withinMs,
    signal,
    environment: { ...inheritedEnvironment(outer), ...aptVariables(outer), LC_ALL: "C", ...environment },
    ...(folder !== undefined && { folder }),
  });

const aptVariables = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => /^((https?|ftp|all|no)_proxy|APT_CONFIG)$/i.test(name)),
  );

const lastWords = ({ problem, output }: ToolRun): string =>
  problem ?? output.trim().split("\n").at(-1)?.replace(/^E: /, "") ?? "it does not say why";
