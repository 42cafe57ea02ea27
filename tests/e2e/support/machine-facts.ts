import { readFileSync } from "node:fs";

/** Bytes, for a field of /proc/meminfo. */
export const memory = (field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync("/proc/meminfo", "utf8"))?.[1]) * 1024;

/** Seconds since 1970 at which the machine was booted, from /proc/stat. */
export const bootTime = (): number => Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);

/** Seconds that all processors together have spent in a mode since boot, from /proc/stat in hundredths. */
export function cpuSeconds(mode: "user" | "system" | "idle"): number {
  const fields = /^cpu +(.+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]?.split(" ") ?? [];
  return Number(fields[{ user: 0, system: 2, idle: 3 }[mode]]) / 100;
}

/** Names of the machine's own network devices, which are those of process 1; not the ends that containers come and go with. */
export const networkDevices = (): readonly string[] =>
  readFileSync("/proc/1/net/dev", "utf8")
    .split("\n")
    .slice(2)
    .map((line) => line.split(":")[0]?.trim() ?? "")
    .filter(isLasting)
    .toSorted();

export const isLasting = (device: string): boolean => device !== "" && !/^(veth|br-)/.test(device);
