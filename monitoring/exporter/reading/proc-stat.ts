import { parseCount } from "./numbers.ts";

/** The kernel's clock tick as user space sees it (USER_HZ), 100 a second on every architecture Node runs on. */
const ticksPerSecond = 100;

/** The columns of a `cpu` line, in the order of proc(5). */
export const cpuColumns = [
  "user",
  "nice",
  "system",
  "idle",
  "iowait",
  "irq",
  "softirq",
  "steal",
  "guest",
  "guest_nice",
] as const;

/** Seconds a CPU spent, by column of {@link cpuColumns}. */
export type CpuTimes = { readonly cpu: string; readonly seconds: readonly number[] };

const cpuLine = /^cpu(\d+) /;

/** The lines of /proc/stat, one a CPU. Old kernels lack the last columns, which then are 0. A line that is none is passed over. */
export const parseCpuTimes = (stat: string): CpuTimes[] => {
  const times: CpuTimes[] = [];
  for (const line of stat.split("\n")) {
    const cpu = cpuLine.exec(line)?.[1];
    if (cpu === undefined) {
      if (times.length > 0) break; // The CPUs come first, and what follows can be long.
      continue;
    }
    const ticks = line.split(" ");
    const seconds = cpuColumns.map((_, at) =>
      ticks[at + 1] === undefined ? 0 : parseCount(ticks[at + 1]) / ticksPerSecond,
    );
    if (!seconds.some(Number.isNaN)) times.push({ cpu: String(Number(cpu)), seconds });
  }
  return times;
};

/** The first number of the line that starts with `key`, or `undefined`. */
export const statCounter = (stat: string, key: string): number | undefined => {
  const at = stat.startsWith(`${key} `) ? 0 : stat.indexOf(`\n${key} `) + 1;
  if (at === 0 && !stat.startsWith(`${key} `)) return undefined;
  const start = at + key.length + 1;
  const [digits] = /^\d*/.exec(stat.slice(start, start + 24)) ?? [];
  const value = parseCount(digits);
  return Number.isNaN(value) ? undefined : value;
};
