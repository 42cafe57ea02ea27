import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Operation } from "../../progress.ts";
import type { FoundProgram, NativeService, SearchedProgram } from "../../stack/native-service.ts";
import type { NativeLayout } from "./layout.ts";
import type { Search, Strategy } from "./programs/attempt.ts";
import { distributionPackage } from "./programs/distribution-package.ts";
import { fromSetting } from "./programs/from-setting.ts";
import { installed } from "./programs/installed.ts";
import { openProgramMemory } from "./programs/program-memory.ts";
import { nameOf, releaseArchive } from "./programs/release-archive.ts";
import { removeAbandoned } from "./programs/scratch.ts";

/** What became of the search for a service's program. */
export type ProgramResult =
  | { readonly kind: "found"; readonly program: FoundProgram }
  | { readonly kind: "possible"; readonly how: string }
  | { readonly kind: "unavailable"; readonly reasons: readonly string[]; readonly remedy: string };

export interface FindOptions {
  /**
   * `installed`: only what is on this machine and is nobody's work to get; `look`: also whether it could be fetched, and
   * nothing is changed; `get`: downloads and unpacks where needed.
   */
  readonly mode: "installed" | "look" | "get";
  readonly environment?: NodeJS.ProcessEnv;
  readonly now?: () => number;
}

/** In this order; each says why it was passed over. */
const local: readonly Strategy[] = [fromSetting, installed];
const remote: readonly Strategy[] = [releaseArchive, distributionPackage];

/**
 * Finds or gets the program of a service.
 * @throws UserError where the user names a program that cannot be used.
 */
export async function* findProgram(
  service: NativeService,
  layout: NativeLayout,
  options: FindOptions,
  signal: AbortSignal,
): Operation<ProgramResult> {
  const { program } = service;
  if (program.kind === "script") {
    return existsSync(program.path)
      ? { kind: "found", program: { path: process.execPath, version: process.versions.node } }
      : { kind: "unavailable", reasons: [`${program.path} does not exist`], remedy: program.remedy };
  }
  const memory = openProgramMemory(layout.programMemory, options.now ?? Date.now);
  const known = memory.found(service.name, program);
  if (known) return { kind: "found", program: known };

  const failed = memory.failure(service.name, program);
  // After a failure a moment ago only what needs no network is tried again: somebody may have installed it meanwhile.
  const fetching = options.mode !== "installed" && (failed?.fresh !== true || isGiven(program, layout));
  const search: Search = {
    title: service.title,
    program,
    folder: layout.programs,
    mayFetch: options.mode === "get",
    environment: options.environment ?? process.env,
    signal,
  };
  if (search.mayFetch) await removeAbandoned(layout.programs);

  const reasons: string[] = [];
  for (const attempt of fetching ? [...local, ...remote] : local) {
    const attempted = attempt(search);
    const result = attempted instanceof Promise ? await attempted : yield* attempted;
    if (result.kind === "found" && search.mayFetch) memory.keepFound(service.name, program, result.program);
    if (result.kind !== "passed over") return result;
    reasons.push(result.why);
  }
  if (!fetching) return unavailable(service.title, program, layout, failed?.reasons ?? reasons);
  if (search.mayFetch) memory.keepFailure(service.name, program, reasons);
  return unavailable(service.title, program, layout, reasons);
}

/** What is known without asking anybody: for `status`, which must be quick and repeats itself. */
export function knownFailure(service: NativeService, layout: NativeLayout): ProgramResult | undefined {
  if (service.program.kind === "script") return undefined;
  const failed = openProgramMemory(layout.programMemory, Date.now).failure(service.name, service.program);
  return failed && unavailable(service.title, service.program, layout, failed.reasons);
}

function unavailable(
  title: string,
  program: SearchedProgram,
  { programs }: NativeLayout,
  reasons: readonly string[],
): ProgramResult {
  const { url } = program.archive.files[process.arch] ?? {};
  const { name, inside } = program.setting;
  const own = `set ${name} to ${inside === undefined ? "the program" : "the folder"} of a ${title} ${program.minimumVersion} or later`;
  const remedy = url
    ? `Copy ${url} into ${programs}, or ${own}; then enable again`
    : `${upperFirst(own)}; then enable again`;
  return { kind: "unavailable", reasons, remedy };
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Somebody has put the release archive where it is taken from. */
function isGiven(program: SearchedProgram, { programs }: NativeLayout): boolean {
  const url = program.archive.files[process.arch]?.url;
  return url !== undefined && existsSync(join(programs, nameOf(url)));
}
