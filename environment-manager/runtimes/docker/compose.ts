import { existsSync, readdirSync, readFileSync } from "node:fs";
import { execCompose, type IDockerComposeOptions, type IDockerComposeResult, version } from "docker-compose";
import { ExternalError, exitCode, Interrupted } from "../../errors.ts";

/** The files that Compose is called with; those that do not exist are left out. */
export interface ComposeFiles {
  readonly compose: string;
  readonly localCompose: string;
  readonly override: string;
  readonly composeEnv: string;
  /** What relative paths in the files start from. */
  readonly projectDirectory: string;
}

/** Calls Compose for one installation, always with the same files, variables and engine. */
export interface Compose {
  /**
   * Runs `docker compose <command> <args>` and returns what it printed on standard output.
   * @throws ExternalError with its last lines; Interrupted where the signal ended it.
   */
  run(command: string, args: readonly string[], signal?: AbortSignal): Promise<string>;
}

/** @param host The engine, as in DOCKER_HOST. */
export function composeFor(files: ComposeFiles, host: string): Compose {
  return {
    run: (command, args, signal) =>
      settle(`docker compose ${command}`, () => execCompose(command, [...args], options(files, host)), signal),
  };
}

function options(files: ComposeFiles, host: string): IDockerComposeOptions {
  return {
    cwd: "/",
    config: [files.compose, files.localCompose, files.override].filter((file) => existsSync(file)),
    composeOptions: [
      ...["--project-directory", files.projectDirectory],
      ...["--env-file", files.composeEnv],
      ...["--ansi", "never", "--progress", "plain"],
    ],
    env: composeEnvironment(host),
    maxOutputLength: 1 << 20,
  };
}

/**
 * Compose prefers the environment to its env file. What is in effect stands in the file, so of the environment it gets
 * only what it needs to run.
 */
function composeEnvironment(host: string): NodeJS.ProcessEnv {
  const passed = /^(PATH|HOME|USER|LANG|LC_.*|TMPDIR|XDG_.*|DOCKER_.*|BUILDX_.*|SSL_CERT_.*|(https?|no|all)_proxy)$/i;
  const kept = Object.entries(process.env).filter(([name]) => passed.test(name) && name !== "DOCKER_CONTEXT");
  return { ...Object.fromEntries(kept), DOCKER_HOST: host };
}

/** The version of the Compose plugin, as `2.26.1`; undefined where there is none. */
export async function composeVersion(): Promise<string | undefined> {
  try {
    return (await version()).data.version.replace(/^v/, "");
  } catch {
    return undefined;
  }
}

async function settle(
  program: string,
  run: () => Promise<IDockerComposeResult>,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (signal?.aborted) throw new Interrupted();
  // The package hands out no child process, so an interruption ends it by what the kernel says our children are.
  const end = () => endChildren("SIGTERM");
  signal?.addEventListener("abort", end, { once: true });
  try {
    return (await run()).out;
  } catch (error) {
    if (signal?.aborted) throw new Interrupted();
    throw composeError(program, error);
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

function endChildren(signal: NodeJS.Signals): void {
  for (const task of readdirSync("/proc/self/task")) {
    for (const pid of readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" ").filter(Boolean)) {
      try {
        process.kill(Number(pid), signal);
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}

function composeError(program: string, error: unknown): ExternalError {
  const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
  if (missing) {
    return new ExternalError("The docker client is not installed", {
      program: "docker",
      remedy: "Install the docker client with its Compose plugin, or use --runtime native",
      exitCode: exitCode.unavailable,
      cause: error,
    });
  }
  const result = error as Partial<IDockerComposeResult>;
  return new ExternalError(`${program} failed`, {
    program,
    code: result.exitCode ?? undefined,
    lastLines: (result.err ?? String(error)).trim().split("\n").slice(-12),
    cause: error,
  });
}
