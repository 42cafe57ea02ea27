import { appendFileSync, mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import { Interrupted } from "../errors.ts";
import type { Operation } from "../progress.ts";
import type { Project } from "../settings/project.ts";
import { takeLock } from "./lock.ts";
import { PreflightError } from "./preflight.ts";

/**
 * Runs what changes an installation: holds its lock meanwhile, and writes one line of JSON to its audit log: who, what, when,
 * with which result. `what` must hold no secret. A run that preflight refuses has changed nothing, and leaves no line.
 */
export async function* changing<Result>(
  { paths }: Project,
  what: string,
  operation: () => Operation<Result>,
): Operation<Result> {
  const release = takeLock(paths, what);
  const began = new Date();
  const note = (result: string) => {
    const line = {
      time: began.toISOString(),
      seconds: (Date.now() - began.getTime()) / 1000,
      user: who(),
      what,
      result,
    };
    mkdirSync(paths.state, { recursive: true, mode: 0o700 });
    appendFileSync(paths.audit, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  };
  try {
    const result = yield* operation();
    note("done");
    return result;
  } catch (error) {
    if (!(error instanceof PreflightError))
      note(error instanceof Interrupted ? "interrupted" : `failed: ${error instanceof Error ? error.message : error}`);
    throw error;
  } finally {
    release();
  }
}

/** Who runs this; behind sudo, who called it. */
function who(): string {
  const caller = process.env["SUDO_USER"];
  try {
    return caller ? `${caller} as ${userInfo().username}` : userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}
