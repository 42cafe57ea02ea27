/**
 * The exit codes of the program. Those from 64 on are named in BSD's sysexits.h; with `usage` and `configuration`
 * nothing has been changed.
 */
export const exitCode = {
  done: 0,
  failed: 1,
  critical: 2,
  usage: 64,
  unavailable: 69,
  bug: 70,
  locked: 75,
  noPermission: 77,
  configuration: 78,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** One thing that is wrong, where it is, and what to do about it. */
export interface Problem {
  /** What is wrong, in one sentence without a full stop at its end. */
  readonly what: string;
  /** File and line, flag, variable, port … it was found at. */
  readonly where?: string;
  /** The next step to take, as an instruction. */
  readonly remedy?: string;
}

/** Something that the user can put right: wrong input, a taken port, a missing permission. */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;

  constructor(problems: Problem | readonly Problem[], code: ExitCode = exitCode.failed) {
    const all = "what" in problems ? [problems] : problems;
    super(all.map((problem) => problem.what).join("; "));
    this.name = "UserError";
    this.problems = all;
    this.exitCode = code;
  }
}

/** A program or a server of others failed. */
export class ExternalError extends Error {
  /** Its name as the user knows it: `docker compose up`, `Grafana`. */
  readonly program: string;
  /** Its exit code or HTTP status; absent where it did not answer at all. */
  readonly code: number | undefined;
  /** The last lines that it said, secrets masked. */
  readonly lastLines: readonly string[];
  readonly remedy: string | undefined;
  readonly exitCode: ExitCode;

  constructor(
    what: string,
    details: {
      program: string;
      code?: number | undefined;
      lastLines?: readonly string[];
      remedy?: string;
      exitCode?: ExitCode;
      cause?: unknown;
    },
  ) {
    super(what, { cause: details.cause });
    this.name = "ExternalError";
    this.program = details.program;
    this.code = details.code;
    this.lastLines = details.lastLines ?? [];
    this.remedy = details.remedy;
    this.exitCode = details.exitCode ?? exitCode.failed;
  }
}

/** The user asked to stop (Ctrl-C, SIGTERM). What was being done can be run again. */
export class Interrupted extends Error {
  constructor() {
    super("Interrupted");
    this.name = "Interrupted";
  }
}
