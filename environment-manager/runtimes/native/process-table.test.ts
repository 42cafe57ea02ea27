import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { ageSeconds, identityOf, isAlive, mark, markedProcesses, signalProcess } from "./process-table.ts";

test("this process is alive and has the age that Node says", () => {
  const self = identityOf(process.pid);
  expect(self && isAlive(self)).toBe(true);
  expect(self && ageSeconds(self)).toBeCloseTo(process.uptime(), 0);
});

test("a number that no process has is nobody", () => {
  expect(identityOf(2 ** 22 + 1)).toBeUndefined();
});

test("another start time or another boot is another process", () => {
  const self = identityOf(process.pid);
  if (!self) throw new Error("/proc does not show this process");
  expect(isAlive({ ...self, startTicks: "1" })).toBe(false);
  expect(isAlive({ ...self, boot: "another" })).toBe(false);
});

test("a signal for a process that had the number before is not sent", () => {
  const self = identityOf(process.pid);
  if (!self) throw new Error("/proc does not show this process");
  // It would end the test run.
  signalProcess({ ...self, startTicks: "1" }, "SIGKILL");
});

test("a name with spaces and parentheses does not confuse, and an ended process is nobody", async () => {
  const child = spawn("sh", ["-c", "printf 'a) Z (b' > /proc/$$/comm; echo; read -r end"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  const identity = identityOf(child.pid ?? 0);
  expect(identity && isAlive(identity)).toBe(true);
  child.stdin.end();
  await once(child, "exit");
  expect(identity && isAlive(identity)).toBe(false);
});

test("marked processes are found with their children, and by the whole name of the installation only", async () => {
  const instance = `/tmp/instance-${process.pid}`;
  const child = spawn("sh", ["-c", "sleep 30 & echo; wait"], {
    env: { ...process.env, ...mark(instance, "one", "7-8") },
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    await once(child.stdout, "data");
    const found = markedProcesses(instance);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(expect.objectContaining({ pid: child.pid, service: "one", generation: "7-8" }));
    expect(markedProcesses(instance.slice(0, -1))).toEqual([]);
  } finally {
    for (const identity of markedProcesses(instance)) signalProcess(identity, "SIGKILL");
  }
  await expect.poll(() => markedProcesses(instance)).toEqual([]);
});
