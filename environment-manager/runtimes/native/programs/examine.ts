import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FoundProgram, SearchedProgram } from "../../../stack/native-service.ts";
import { inheritedEnvironment } from "../inherited-environment.ts";
import { runTool } from "./run-tool.ts";
import { isOlder, versionIn } from "./version.ts";

/** Grafana takes a second to say its version on a cold disk. */
const versionWithinMs = 15_000;

/** The program if it can be used: it is there, complete, new enough, and runs; else why not, as half a sentence. */
export async function examine(
  path: string,
  { companions, versionArguments, minimumVersion }: SearchedProgram,
  signal: AbortSignal,
): Promise<FoundProgram | { readonly why: string }> {
  const real = await realpath(path).catch(() => undefined);
  if (!real) return { why: `${path} does not exist` };
  if (!(await stat(real)).isFile()) return { why: `${path} is no file` };
  if (!(await isExecutable(real))) return { why: `${path} may not be executed` };
  for (const companion of companions) {
    const needed = join(dirname(real), companion);
    if (!(await stat(needed).catch(() => undefined))) return { why: `${path} is alone: ${needed} is missing` };
  }
  const environment = inheritedEnvironment(process.env);
  const { code, output, problem } = await runTool(real, versionArguments, {
    withinMs: versionWithinMs,
    signal,
    environment,
  });
  const version = versionIn(output);
  if (problem !== undefined) return { why: `${path} does not say its version: ${problem}` };
  if (code !== 0 || !version) return { why: `${path} does not say its version: exit code ${code}` };
  if (isOlder(version, minimumVersion)) {
    return { why: `${path} is version ${version}, older than ${minimumVersion}` };
  }
  return { path: real, version };
}

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
