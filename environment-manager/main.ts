import { writeSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { helpText } from "./commands/help.ts";
import { exitCode } from "./errors.ts";
import { version } from "./version.ts";

/**
 * Where the program starts, and the only file that ends its process. It loads next to nothing itself, so that --help and
 * --version answer as fast as Node starts.
 */
const argv = process.argv.slice(2);
// A password given as a flag is not to stay readable in the list of processes.
process.title = "env-manager";

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) print(`${version}\n`);
else if (argv.length === 1 && (argv[0] === "--help" || argv[0] === "-h")) print(helpText());
else await start();

function print(text: string): void {
  try {
    writeSync(1, text);
  } catch {
    // A full or closed pipe.
    process.stdout.write(text);
  }
}

async function start(): Promise<void> {
  // Beside the bundle, which replaces it whole; the sources have no place for it.
  if (version !== "development") enableCompileCache(join(import.meta.dirname, "compile-cache"));
  // What libraries call that Node would rather they did not is no news for those who run this.
  process.noDeprecation = true;
  const { runCommandLine } = await import("./commands/command-line.ts");
  const interruption = new AbortController();
  // The first signal lets the operation stop in order; whoever sends a second one does not want to wait for that.
  const stop = () => (interruption.signal.aborted ? process.exit(exitCode.interrupted) : interruption.abort());
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, stop);
  // Whoever read our output has gone (`| head`, a closed terminal): then there is nobody to go on for.
  process.stdout.on("error", () => interruption.abort());
  process.stderr.on("error", () => {});
  process.exitCode = await runCommandLine(argv, interruption.signal);
  // Sockets kept alive for a next request, or an engine that never answers, must not keep us from ending.
  process.exit();
}
