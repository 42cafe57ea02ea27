import { expect, test } from "vitest";
import { newSection } from "../exposition/section.ts";
import { parseCpuTimes } from "../reading/proc-stat.ts";
import { cpuTimesEmitter } from "./cpu-times.ts";

const idleOf = (emitTimes: ReturnType<typeof cpuTimesEmitter>, stat: string): string[] => {
  const section = newSection();
  emitTimes(parseCpuTimes(stat).times, section.emit);
  return [...section.bodies.values()].join("").match(/.*mode="idle".*/g) ?? [];
};

test("idle time that the kernel takes back by a fraction stays where it was", () => {
  const emitTimes = cpuTimesEmitter(true);
  expect(idleOf(emitTimes, "cpu0 1 2 3 1000 5 6 7 8\n")).toEqual(['node_cpu_seconds_total{cpu="0",mode="idle"} 10']);
  expect(idleOf(emitTimes, "cpu0 1 2 3 990 5 6 7 8\n")).toEqual(['node_cpu_seconds_total{cpu="0",mode="idle"} 10']);
  expect(idleOf(emitTimes, "cpu0 1 2 3 1010 5 6 7 8\n")).toEqual(['node_cpu_seconds_total{cpu="0",mode="idle"} 10.1']);
});

test("a CPU that was unplugged starts anew, and is not reported while it is away", () => {
  const emitTimes = cpuTimesEmitter(true);
  idleOf(emitTimes, "cpu0 0 0 0 1000\ncpu1 0 0 0 5000\n");
  expect(idleOf(emitTimes, "cpu0 0 0 0 1001\n")).toEqual(['node_cpu_seconds_total{cpu="0",mode="idle"} 10.01']);
  expect(idleOf(emitTimes, "cpu0 0 0 0 1002\ncpu1 0 0 0 3\n")).toContain(
    'node_cpu_seconds_total{cpu="1",mode="idle"} 0.03',
  );
});

test("a fall of three seconds of idle time is taken for a CPU that was replugged", () => {
  const emitTimes = cpuTimesEmitter(true);
  idleOf(emitTimes, "cpu0 0 0 0 1000\n");
  expect(idleOf(emitTimes, "cpu0 0 0 0 700\n")).toEqual(['node_cpu_seconds_total{cpu="0",mode="idle"} 7']);
});

test("guest times are left out when they are not wanted", () => {
  const section = newSection();
  cpuTimesEmitter(false)(parseCpuTimes("cpu0 1 2 3 4 5 6 7 8 9 10\n").times, section.emit);
  expect([...section.bodies.keys()].map(({ name }) => name)).toEqual(["node_cpu_seconds_total"]);
});
