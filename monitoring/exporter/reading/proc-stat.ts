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

const toSeconds = (ticks: string | undefined): number => (ticks === undefined ? 0 : parseCount(ticks) / ticksPerSecond);

/**
 * The lines of /proc/stat, one a CPU, and how many of them could not be read. Old kernels lack the last columns, which then
 * are 0.
 */
export const parseCpuTimes = (stat: string): { readonly times: CpuTimes[]; readonly malformed: number } => {
  const times = new Map<string, CpuTimes>();
  let malformed = 0;
  for (const line of stat.split("\n")) {
    if (!line.startsWith("cpu")) break; // The CPUs come first, and what follows is long.
    const [name = "", ...ticks] = line.split(" ");
    if (name === "cpu") continue;
    const cpu = parseCount(name.slice("cpu".length));
    const seconds = cpuColumns.map((_, at) => toSeconds(ticks[at]));
    if (Number.isNaN(cpu) || seconds.some(Number.isNaN)) malformed++;
    else times.set(String(cpu), { cpu: String(cpu), seconds });
  }
  return { times: [...times.values()], malformed };
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
