import { expect, test } from "vitest";
import { runTool } from "./run-tool.ts";

test("what a program prints and how it ends is told", async () => {
  const run = runTool("/bin/sh", ["-c", "echo out; echo err >&2; exit 3"], 5000);
  const { output, code, failure } = await run.result;
  expect([output.split("\n").sort().join(" ").trim(), code, failure]).toEqual(["err out", 3, undefined]);
  expect(run.isAlive()).toBe(false);
});

test("a program that hangs is killed when its time is up", async () => {
  const startedAt = performance.now();
  const run = runTool("/bin/sleep", ["1000"], 100);
  expect((await run.result).failure).toBe("it did not answer within 0.1 s");
  expect(performance.now() - startedAt).toBeLessThan(2000);
  await expect.poll(run.isAlive).toBe(false);
});

test("a program that prints without end is stopped", async () => {
  const run = runTool("/bin/sh", ["-c", "while :; do echo 0123456789012345678901234567890123456789; done"], 60_000);
  expect((await run.result).failure).toBe("it printed without end");
  await expect.poll(run.isAlive).toBe(false);
});

test("a program that is not there is a failure like any other", async () => {
  const run = runTool("/does/not/exist", [], 1000);
  expect((await run.result).failure).toContain("ENOENT");
  expect(run.isAlive()).toBe(false);
});
