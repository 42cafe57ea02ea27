import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

/** Bytes of memory that new programs could have: MemAvailable of /proc/meminfo. */
export function availableMemory(): number {
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** The path itself, or the nearest folder above it that exists. */
export function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path));
}
