import { counter } from "../exposition/family.ts";
import { type Labels, labels } from "../exposition/labels.ts";
import type { Emit } from "../exposition/section.ts";
import { type CpuTimes, cpuColumns } from "../reading/proc-stat.ts";

const spent = counter("node_cpu_seconds_total", "Seconds each CPU spent in each mode.");
const guest = counter(
  "node_cpu_guest_seconds_total",
  "Seconds each CPU spent running guests, which user and nice of node_cpu_seconds_total contain too.",
);

const modes = cpuColumns.slice(0, 8);
const idleAt = cpuColumns.indexOf("idle");
const guestAt = cpuColumns.indexOf("guest");

/** An idle time that falls by this much is a CPU that was taken out and put back, not the kernel's rounding. */
const hotplugSeconds = 3;

type Remembered = { seconds: number[]; readonly modes: readonly Labels[]; readonly guest: readonly Labels[] };

const remember = (cpu: string): Remembered => ({
  seconds: cpuColumns.map(() => 0),
  modes: modes.map((mode) => labels({ cpu, mode })),
  guest: ["user", "nice"].map((mode) => labels({ cpu, mode })),
});

/**
 * Emits CPU times that never step back: the kernel's idle and iowait do so by fractions of a second, which a counter must
 * not, for Prometheus would take it for a restart. A CPU that was unplugged starts anew.
 */
export const cpuTimesEmitter = (withGuest: boolean) => {
  let known = new Map<string, Remembered>();
  return (times: readonly CpuTimes[], emit: Emit): void => {
    const present = new Map<string, Remembered>();
    for (const { cpu, seconds } of times) {
      const cell = known.get(cpu) ?? remember(cpu);
      const replugged = (cell.seconds[idleAt] ?? 0) - (seconds[idleAt] ?? 0) >= hotplugSeconds;
      cell.seconds = seconds.map((value, at) => (replugged ? value : Math.max(value, cell.seconds[at] ?? 0)));
      present.set(cpu, cell);
      cell.modes.forEach((mode, at) => {
        emit(spent, mode, cell.seconds[at] ?? 0);
      });
      if (!withGuest) continue;
      cell.guest.forEach((mode, at) => {
        emit(guest, mode, cell.seconds[guestAt + at] ?? 0);
      });
    }
    known = present;
  };
};
