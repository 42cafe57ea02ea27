import { createHash } from "node:crypto";
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { FoundProgram, SearchedProgram } from "../../../stack/native-service.ts";
import { readJson, writeJson } from "../state-files.ts";

/** A search without success is not repeated within this: a network that is not there takes its time to say so. */
const failureHoldsMs = 5 * 60 * 1000;

type Remembered =
  | { readonly key: string; readonly found: FoundProgram; readonly stamp: string }
  | { readonly key: string; readonly reasons: readonly string[]; readonly at: number };

type Memory = Readonly<Record<string, Remembered>>;

export interface ProgramMemory {
  /** What was found for this search, if it is still the same file. */
  found(service: string, program: SearchedProgram): FoundProgram | undefined;
  /** Why nothing was found the last time, and whether that was a moment ago. */
  failure(
    service: string,
    program: SearchedProgram,
  ): { readonly reasons: readonly string[]; readonly fresh: boolean } | undefined;
  keepFound(service: string, program: SearchedProgram, found: FoundProgram): void;
  keepFailure(service: string, program: SearchedProgram, reasons: readonly string[]): void;
}

/** Searches and their results, kept in a file. What was asked is part of each, so another setting means another search. */
export function openProgramMemory(path: string, now: () => number): ProgramMemory {
  const remembered = (service: string, program: SearchedProgram): Remembered | undefined => {
    const entry = readJson<Memory>(path)?.[service];
    return entry?.key === keyOf(program) ? entry : undefined;
  };
  const keep = (service: string, entry: Remembered) => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeJson(path, { ...readJson<Memory>(path), [service]: entry });
  };
  return {
    found(service, program) {
      const entry = remembered(service, program);
      return entry && "found" in entry && entry.stamp === stampOf(entry.found.path) ? entry.found : undefined;
    },
    failure(service, program) {
      const entry = remembered(service, program);
      if (!entry || !("reasons" in entry)) return undefined;
      const age = now() - entry.at;
      return { reasons: entry.reasons, fresh: age >= 0 && age < failureHoldsMs };
    },
    keepFound: (service, program, found) =>
      keep(service, { key: keyOf(program), found, stamp: stampOf(found.path) ?? "" }),
    keepFailure: (service, program, reasons) => keep(service, { key: keyOf(program), reasons, at: now() }),
  };
}

const keyOf = (program: SearchedProgram) =>
  createHash("sha256")
    .update(JSON.stringify([process.arch, program]))
    .digest("hex");

/** Tells a file from another that took its place; much cheaper than to ask the program for its version. */
function stampOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.ino} ${found.size} ${found.mtimeMs}`;
}
