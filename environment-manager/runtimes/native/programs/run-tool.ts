import { execFile } from "node:child_process";
import { Interrupted } from "../../../errors.ts";
import { throwIfInterrupted } from "../interruption.ts";

export interface ToolRun {
  /** Absent where it was ended by a signal or could not be started. */
  readonly code?: number;
  readonly output: string;
  /** Why it did not end by itself. */
  readonly problem?: string;
}

/** Runs a program of others to its end, or kills it at the deadline. Never throws but for the signal. */
export function runTool(
  program: string,
  parameters: readonly string[],
  options: {
    readonly withinMs: number;
    readonly signal: AbortSignal;
    readonly environment: NodeJS.ProcessEnv;
    readonly folder?: string;
  },
): Promise<ToolRun> {
  throwIfInterrupted(options.signal);
  return new Promise((resolve, reject) => {
    const settings = {
      cwd: options.folder,
      env: options.environment,
      timeout: options.withinMs,
      killSignal: "SIGKILL" as const,
      signal: options.signal,
      maxBuffer: 16 * 1024 ** 2,
    };
    execFile(program, parameters, settings, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      if (!error) resolve({ code: 0, output });
      else if (options.signal.aborted) reject(new Interrupted());
      else if (typeof error.code === "number") resolve({ code: error.code, output });
      else if (error.killed) resolve({ output, problem: `it did not end within ${options.withinMs / 1000} s` });
      else resolve({ output, problem: error.signal ? `it was ended by ${error.signal}` : String(error.code) });
    });
  });
}
