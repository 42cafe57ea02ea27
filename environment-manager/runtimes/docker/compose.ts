import { existsSync } from "node:fs";
import type { IDockerComposeOptions } from "docker-compose";
import { ExternalError, exitCode, Interrupted } from "../../errors.ts";
import { type ComposeResult, callCompose } from "./compose-process.ts";

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
    run: async (command, args, signal) => {
      if (signal?.aborted) throw new Interrupted();
      const result = await callCompose(command, args, options(files, host), signal).catch(notStarted);
      if (signal?.aborted) throw new Interrupted();
      if (result.code !== 0) throw composeError(`docker compose ${command}`, result);
      return result.out;
    },
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
  const result = await callCompose("version", ["--short"], {}).catch(() => undefined);
  return result?.code === 0 ? result.out.trim().replace(/^v/, "") : undefined;
}

function notStarted(cause: unknown): never {
  if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
  throw new ExternalError("The docker client is not installed", {
    program: "docker",
    remedy: "Install the docker client with its Compose plugin, or use --runtime native",
    exitCode: exitCode.unavailable,
    cause,
  });
}

const composeError = (program: string, { code, err }: ComposeResult) =>
  new ExternalError(`${program} failed`, {
    program,
    code: code ?? undefined,
    lastLines: err.trim().split("\n").slice(-12),
  });
