import { closeSync, fstatSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

export interface LogLimits {
  /** A file that has grown to so many bytes is set aside as `.1`, an older one as `.2` … */
  readonly bytes: number;
  /** How many files are kept beside the current one. */
  readonly older: number;
}

/** 4 × 10 MiB per service. */
export const logLimits: LogLimits = { bytes: 10 * 1024 ** 2, older: 3 };

export interface LogFile {
  /** Appends lines, each with the time in front. */
  write(lines: readonly string[]): void;
  close(): void;
}

/**
 * A log that rotates by size. Never throws: a full disk must end neither the supervisor nor the services, so lines that
 * cannot be written are counted, and the count is written once there is room again.
 */
export function openLog(path: string, now: () => number, limits: LogLimits = logLimits): LogFile {
  let file: number | undefined;
  let size = 0;
  let lost = 0;

  const open = () => {
    file ??= openSync(path, "a", 0o600);
    size = fstatSync(file).size;
    return file;
  };
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  const rotate = () => {
    close();
    rmSync(`${path}.${limits.older}`, { force: true });
    for (let age = limits.older - 1; age >= 0; age--) move(age === 0 ? path : `${path}.${age}`, `${path}.${age + 1}`);
  };

  return {
    write(lines) {
      if (lines.length === 0) return;
      try {
        let target = file ?? open();
        if (size >= limits.bytes) {
          rotate();
          target = open();
        }
        const time = new Date(now()).toISOString();
        const all = lost > 0 ? [`[env-manager] ${lost} lines could not be written`, ...lines] : lines;
        size += writeSync(target, all.map((line) => `${time} ${line}\n`).join(""));
        lost = 0;
      } catch {
        lost += lines.length;
      }
    },
    close,
  };
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
