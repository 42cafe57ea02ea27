import type { ChildProcess } from "node:child_process";

/** How a run of the tool ended. `code` is undefined when it was ended by force or never started. */
export type ToolResult = {
  readonly output: string;
  readonly code: number | undefined;
  /** Why there is no code. */
  readonly failure: string | undefined;
};

export type ToolRun = {
  readonly result: Promise<ToolResult>;
  /** Whether the process is still there: one that waits inside the driver does not die even when killed. */
  readonly isAlive: () => boolean;
  readonly kill: () => void;
};

const mostOutput = 4 * 1024 * 1024;

/**
 * Runs a program and settles after `timeoutMs` at the latest, whatever the program does. It is killed then, but not waited
 * for, and keeps neither the event loop nor the exporter's end from going on.
 */
export const runTool = (program: string, args: readonly string[], timeoutMs: number): ToolRun => {
  // Loaded here, since only a machine with a driver ever needs it.
  const { spawn } = process.getBuiltinModule("node:child_process");
  const child: ChildProcess = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  let alive = true;
  const kill = (): void => {
    child.kill("SIGKILL");
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.unref();
  };
  const result = new Promise<ToolResult>((resolve) => {
    let output = "";
    const settle = (code: number | undefined, failure: string | undefined): void => {
      clearTimeout(timer);
      resolve({ output, code, failure });
    };
    const take = (chunk: string): void => {
      output += chunk;
      if (output.length <= mostOutput) return;
      kill();
      settle(undefined, "it printed without end");
    };
    child.stdout?.setEncoding("utf8").on("data", take);
    child.stderr?.setEncoding("utf8").on("data", take);
    child.on("exit", () => {
      alive = false;
    });
    child.on("error", (error) => {
      alive = child.pid !== undefined && child.exitCode === null && child.signalCode === null;
      settle(undefined, error.message);
    });
    child.on("close", (code, signal) => {
      settle(code ?? undefined, code === null ? `it was ended by ${signal ?? "a signal"}` : undefined);
    });
    const timer = setTimeout(() => {
      kill();
      settle(undefined, `it did not answer within ${timeoutMs / 1000} s`);
    }, timeoutMs);
  });
  return { result, isAlive: () => alive, kill };
};
