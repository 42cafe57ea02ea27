import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { ServiceDefinition } from "../definition.ts";
import { identityOfChild, type ProcessIdentity, signalProcess } from "../process-table.ts";
import { readLines } from "./lines.ts";
import type { LogFile } from "./log-file.ts";

/** What a service's process needs of the world. */
export interface ProcessSurroundings {
  readonly log: LogFile;
  /** Environment of every service, to which its own is added. */
  readonly environment: (service: string) => Readonly<Record<string, string>>;
  /** Put before the command, so that the kernel ends the process with the supervisor. */
  readonly prefix: readonly string[];
  /** Ends what a service has left behind once its own process is gone. */
  readonly endLeftovers: (definition: ServiceDefinition) => Promise<void>;
}

/** One run of a service. */
export interface ServiceProcess {
  /** Absent where it could not even be started. */
  readonly identity: ProcessIdentity | undefined;
  /** Resolves once it, and all that it had started, is gone, with how it ended in words. */
  readonly gone: Promise<string>;
  signal(signal: NodeJS.Signals): void;
}

/** The pipes of an ended process close as soon as nobody holds them; who still does then has escaped us. */
const pipesCloseWithinMs = 1000;

/** Starts a service's process in a session of its own, its output into its log. */
export function startProcess(definition: ServiceDefinition, surroundings: ProcessSurroundings): ServiceProcess {
  const { log } = surroundings;
  let child: ChildProcess;
  try {
    child = spawnService(definition, surroundings);
  } catch (error) {
    return { identity: undefined, gone: Promise.resolve(notStarted(error)), signal: () => {} };
  }
  const identity = child.pid === undefined ? undefined : identityOfChild(child.pid);
  const end = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(notStarted(error)));
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `exited with code ${code}`));
  });
  const closed = once(child, "close").catch(() => {});
  if (child.stdout && child.stderr) {
    readLines(child.stdout, log.write);
    readLines(child.stderr, log.write);
  }
  const gone = end.then(async (how) => {
    await surroundings.endLeftovers(definition);
    await Promise.race([closed, wait(pipesCloseWithinMs)]);
    return how;
  });
  return { identity, gone, signal: (signal) => identity && signalProcess(identity, signal) };
}

function spawnService(definition: ServiceDefinition, { environment, prefix }: ProcessSurroundings): ChildProcess {
  const [program = "", ...rest] = [...prefix, ...definition.command];
  return spawn(program, rest, {
    cwd: definition.folder,
    env: { ...environment(definition.name), ...definition.environment },
    // A session of its own: neither the terminal's signals nor those for the supervisor's group reach it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const notStarted = (error: unknown) => `could not be started: ${error instanceof Error ? error.message : error}`;
