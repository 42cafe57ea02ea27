import { exitCode, Interrupted, type Problem, UserError } from "../errors.ts";
import type { Operation } from "../progress.ts";
import type { Finding, Runtime } from "../runtimes/runtime.ts";
import { preflightAfter } from "./former-runtime.ts";

/**
 * @param former Runtime whose services will be stopped before.
 * @throws UserError with every error that preflight found; nothing has been changed then.
 */
export async function* refuseOnFindings(
  runtime: Runtime,
  former: Runtime | undefined,
  signal: AbortSignal,
): Operation<void> {
  const title = "Checking this machine";
  yield { kind: "step", title, state: "started" };
  const findings = await preflightAfter(former, runtime, signal);
  if (signal.aborted) throw new Interrupted();
  for (const finding of findings) if (finding.level === "warning") yield { kind: "warning", problem: finding };
  const errors = findings.filter(({ level }) => level === "error");
  if (errors.length > 0) {
    yield { kind: "step", title, state: "failed" };
    throw new PreflightError(errors);
  }
  yield { kind: "step", title, state: "done", detail: `${findings.length} checks` };
}

/** What stands against starting here; the ids tell a caller what could be done instead. */
export class PreflightError extends UserError {
  readonly ids: readonly string[];

  constructor(findings: readonly Finding[]) {
    const problems: readonly Problem[] = findings;
    super(problems, findings.some(({ id }) => id === "compose-files") ? exitCode.configuration : exitCode.unavailable);
    this.ids = findings.map(({ id }) => id);
  }
}
