import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingNames } from "../../../environment-manager/settings/table.ts";

/** What users call: the program starts through it. */
const launcher = join(import.meta.dirname, "..", "..", "..", "env-manager");

/** What one run of the program came to. */
export interface Run {
  /** As a shell tells it: 128 and the number of the signal, where one ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** A run under way; await it for what it came to. */
export type StartedRun = Promise<Run> & {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves as soon as either stream has shown it; rejects where the run ends without. */
  prints(expected: string | RegExp): Promise<void>;
};

export interface RunOptions {
  /** Over the environment of the tests, from which all settings are left out. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads on standard input, which is no terminal. */
  readonly input?: string;
  readonly cwd?: string;
}

/** Starts `env-manager ARGS` through the launcher, without a terminal. */
export function startProgram(args: readonly string[], { env, input = "", cwd = tmpdir() }: RunOptions): StartedRun {
  const began = performance.now();
  const child = spawn(launcher, args, { cwd, env: { ...ownEnvironment(), LC_ALL: "C.UTF-8", ...env } });
  const printed = { stdout: "", stderr: "" };
  const watchers = new Set<() => void>();
  const look = () => {
    for (const watcher of watchers) watcher();
  };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      look();
    });
  }
  // A run that ends before it has read everything is none of our concern.
  child.stdin.on("error", () => {}).end(input);

  const run = new Promise<Run>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ ...printed, exitCode: code ?? signalCode(signal), seconds: (performance.now() - began) / 1000 });
    });
  });
  const shows = (expected: string | RegExp) =>
    Object.values(printed).some((text) =>
      typeof expected === "string" ? text.includes(expected) : expected.test(text),
    );
  const prints = (expected: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const watcher = () => {
        if (!shows(expected)) return;
        watchers.delete(watcher);
        resolve();
      };
      watchers.add(watcher);
      watcher();
      run.then(({ exitCode, stdout, stderr }) =>
        reject(new Error(`ended with ${exitCode} without showing ${expected}:\n${stdout}\n${stderr}`)),
      );
    });
  return Object.assign(run, { pid: child.pid ?? 0, kill: (signal: NodeJS.Signals) => void child.kill(signal), prints });
}

/** A developer's own settings must not change what the tests see. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const settings = new Set<string>([...settingNames, "ENV_MANAGER_PROJECT_DIR", "NO_COLOR", "FORCE_COLOR"]);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.has(name)));
}

const signalCode = (signal: NodeJS.Signals | null) =>
  ({ SIGINT: 130, SIGKILL: 137, SIGTERM: 143 })[signal as string] ?? -1;
