import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A process told apart from a later one that got the same pid. */
export interface ProcessRef {
  readonly pid: number;
  /** Clock ticks since boot at which it started: field 22 of /proc/PID/stat. */
  readonly startTime: string;
}

/** The process with that pid, or undefined when there is none or only its zombie is left. */
export function findProcess(pid: number): ProcessRef | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The name, in brackets, may hold spaces and brackets itself.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startTime = fields[18];
  return state === "Z" || startTime === undefined ? undefined : { pid, startTime };
}

export function isAlive({ pid, startTime }: ProcessRef): boolean {
  return findProcess(pid)?.startTime === startTime;
}

/** Sends a signal to exactly that process; does nothing when it has ended. */
export function signal(target: ProcessRef, name: NodeJS.Signals): void {
  if (isAlive(target)) process.kill(target.pid, name);
}

/**
 * Looks again and again until the condition gives something other than undefined or false.
 *
 * @param withinMs how long to go on, in milliseconds
 * @throws Error naming what was waited for
 */
export async function waitFor<T>(
  what: string,
  withinMs: number,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const result = await condition();
    if (result !== undefined && result !== false) return result;
    if (performance.now() > end) throw new Error(`${what}: not within ${withinMs} ms`);
    await pause(20);
  }
}

/** Writes down a process, to be found by another program or after a crash. */
export function recordProcess(file: string, target: ProcessRef): void {
  writeFileSync(file, JSON.stringify(target));
}

/** The process written down in a file, as long as it lives. */
export function recordedProcess(file: string): ProcessRef | undefined {
  let recorded: unknown;
  try {
    recorded = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
  return isProcessRef(recorded) && isAlive(recorded) ? { pid: recorded.pid, startTime: recorded.startTime } : undefined;
}

function isProcessRef(value: unknown): value is ProcessRef {
  return typeof value === "object" && value !== null && "pid" in value && "startTime" in value;
}

/** A process of that program in this network, whoever started it. */
export function findInThisNetwork(program: string): ProcessRef | undefined {
  const network = readlinkSync("/proc/self/ns/net");
  const found = readdirSync("/proc").find((entry) => {
    try {
      const isProgram = /^\d+$/.test(entry) && path.basename(readlinkSync(`/proc/${entry}/exe`)) === program;
      return isProgram && readlinkSync(`/proc/${entry}/ns/net`) === network;
    } catch {
      // It has ended, or is a thread of the kernel.
      return false;
    }
  });
  return found === undefined ? undefined : findProcess(Number(found));
}
