import { toText } from "./addresses.ts";
import { UsageError } from "./flags/usage-error.ts";
import { checkHealth } from "./healthcheck.ts";
import { helpText } from "./help.ts";
import { makeEngineLean } from "./lean-engine.ts";
import { allFlags, type Options, parseOptions } from "./options.ts";
import { serve } from "./serve.ts";
import { enlargeThreadPool } from "./thread-pool.ts";
import { version } from "./version.ts";

const exitCodes = { done: 0, failed: 1, usage: 64, permission: 77 } as const;

/** Called when serving begins; what it returns is called after each scrape. */
type Prepare = () => () => void;

const log = (line: string): void => {
  process.stderr.write(`exporter: ${line}\n`);
};

const untilAsked = (): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      process.off("SIGTERM", end);
      process.off("SIGINT", end);
      resolve();
    };
    process.on("SIGTERM", end);
    process.on("SIGINT", end);
  });

const explainListenError = (error: unknown): number => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (code === "EADDRINUSE") log(`${message}. Another program listens there; choose another --port.`);
  else if (code === "EACCES") log(`${message}. Ports below 1024 want privileges; choose another --port.`);
  else log(message);
  return code === "EACCES" ? exitCodes.permission : exitCodes.failed;
};

// A thread that hangs in the kernel keeps exit() waiting for ever; only this signal ends such a process.
const endByForce = (): void => {
  log("ends by force, since a mount still does not answer");
  process.kill(process.pid, "SIGKILL");
};

const serveUntilAsked = async (options: Options, prepare: Prepare): Promise<number> => {
  const asked = untilAsked();
  try {
    const serving = await serve(options, { log, afterScrape: prepare() });
    log(`version ${version} listens on ${serving.addresses.map(toText).join(", ")}`);
    await asked;
    await serving.stop();
    if (serving.holdsThreads()) endByForce();
    return exitCodes.done;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return explainListenError(error);
  }
};

const runTask = async (options: Options, prepare: Prepare): Promise<number> => {
  switch (options.task) {
    case "help":
      process.stdout.write(helpText(allFlags));
      return exitCodes.done;
    case "version":
      process.stdout.write(`env-manager exporter ${version}\n`);
      return exitCodes.done;
    case "healthcheck": {
      const { healthy, reason } = await checkHealth(options.addresses[0] ?? { host: "127.0.0.1", port: 9410 });
      if (!healthy) log(reason);
      return healthy ? exitCodes.done : exitCodes.failed;
    }
    case "serve":
      return serveUntilAsked(options, prepare);
  }
};

/**
 * Does what the command line `argv` (without program and script) asks for, and resolves with the exit code. Serving lasts
 * until SIGTERM or SIGINT. Never rejects for what a user can get wrong.
 */
export const runExporter = async (argv: readonly string[], prepare: Prepare = () => () => {}): Promise<number> => {
  try {
    return await runTask(parseOptions(argv), prepare);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log(error.message);
    return exitCodes.usage;
  }
};

/** Runs as a program of its own. Only the bundle has the process to itself: loading modules uses the pool and the engine. */
const main = async (isBundle: boolean): Promise<never> => {
  if (isBundle) enlargeThreadPool();
  process.exit(await runExporter(process.argv.slice(2), isBundle ? makeEngineLean : undefined));
};

// True for a module that is run rather than imported; in the CommonJS bundle the first is undefined and the second decides.
if (import.meta.main ?? require.main === module) void main(import.meta.main === undefined);
