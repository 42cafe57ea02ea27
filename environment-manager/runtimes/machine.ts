import { existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Finding } from "./runtime.ts";

const gibibyte = 1024 ** 3;

/** Looks at the room on the file system of a folder, which need not be there yet. Limits are in GiB. */
export function diskFinding(
  folder: string,
  purpose: string,
  limits: { readonly warnBelow: number; readonly refuseBelow: number },
): Finding {
  const id = "disk-space";
  const where = existingParent(folder);
  const { bavail, bsize } = statfsSync(where);
  const free = (bavail * bsize) / gibibyte;
  const what = `${free.toFixed(1)} GiB free for ${purpose}`;
  if (free >= limits.warnBelow) return { id, level: "ok", what, where };
  const remedy = "Free some space, or lower --prometheus-retention-size";
  return { id, level: free < limits.refuseBelow ? "error" : "warning", what: `Only ${what}`, where, remedy };
}

/** Looks at the memory that new programs could have: MemAvailable of /proc/meminfo. `needed` is in GiB. */
export function memoryFinding(needed: number): Finding {
  const id = "memory";
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  const available = (Number(kibibytes ?? 0) * 1024) / gibibyte;
  const what = `${available.toFixed(1)} GiB of memory available`;
  if (available >= needed) return { id, level: "ok", what };
  return { id, level: "warning", what: `Only ${what}`, remedy: `The services need about ${needed} GiB to be at ease` };
}

/** The path itself, or the nearest folder above it that exists. */
const existingParent = (path: string): string => (existsSync(path) ? path : existingParent(dirname(path)));
