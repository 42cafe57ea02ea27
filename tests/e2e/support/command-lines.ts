import { readdirSync, readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

/** A process that showed a text on its command line, and when it was first and last seen to. */
export interface Exposure {
  readonly pid: number;
  readonly commandLine: string;
  /** Milliseconds, as `performance.now()` has them. */
  readonly last: number;
}

/** Reads the command lines of all processes over and over, as `ps` does, until `stop`; gives back those with the text. */
export function watchCommandLines(text: string): { stop(): Promise<readonly Exposure[]> } {
  const seen = new Map<number, Exposure>();
  let stopped = false;
  const look = async () => {
    while (!stopped) {
      for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
        const commandLine = commandLineOf(pid);
        if (commandLine.includes(text))
          seen.set(Number(pid), { pid: Number(pid), commandLine, last: performance.now() });
      }
      await setImmediate();
    }
    return [...seen.values()];
  };
  const looking = look();
  return {
    stop: () => {
      stopped = true;
      return looking;
    },
  };
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended.
    return "";
  }
}
