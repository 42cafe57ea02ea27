import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { execCompose, type IDockerComposeOptions } from "docker-compose";

/** How a call of Compose ended, and all that it printed. */
export interface ComposeResult {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Calls Compose by the docker-compose package. The package keeps its child process to itself and waits half a second after
 * its end; from Node's own channel of new processes we have it all the same, take the result when it closes, and can end it.
 * Rejects where the docker client cannot be started.
 */
export async function callCompose(
  command: string,
  args: readonly string[],
  options: IDockerComposeOptions,
  signal?: AbortSignal,
): Promise<ComposeResult> {
  const printed = { stdout: "", stderr: "" };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const callback = (chunk: Buffer, source: "stdout" | "stderr" = "stdout") => {
    printed[source] += decoders[source].decode(chunk, { stream: true });
  };
  let child: ChildProcess | undefined;
  const seen = (message: unknown) => {
    child ??= (message as { process: ChildProcess }).process;
  };
  subscribe("child_process", seen);
  // Starts the process before it returns, so that no other one can be seen.
  const called = execCompose(command, [...args], { ...options, maxOutputLength: 0, callback });
  unsubscribe("child_process", seen);

  const end = () => child?.kill("SIGTERM");
  signal?.addEventListener("abort", end, { once: true });
  try {
    const code = await closed(child, called);
    return { code, out: printed.stdout, err: printed.stderr };
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

/** The exit code, as soon as the process has ended and all of its output was read. */
function closed(child: ChildProcess | undefined, called: ReturnType<typeof execCompose>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child?.once("close", resolve).once("error", reject);
    called.then(
      ({ exitCode }) => resolve(exitCode),
      (failed: { exitCode?: number | null } | Error) =>
        failed instanceof Error ? reject(failed) : resolve(failed.exitCode ?? null),
    );
  });
}
