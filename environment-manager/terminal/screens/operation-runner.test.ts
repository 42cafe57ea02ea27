import { describe, expect, test } from "vitest";
import { Interrupted, UserError } from "../../errors.ts";
import type { Operation } from "../../progress.ts";
import { operationRunner } from "./operation-runner.ts";

/** Works until it is told to stop. */
async function* endless(signal: AbortSignal): Operation<void> {
  yield { kind: "step", title: "Wait", state: "started" };
  if (signal.aborted) throw new Interrupted();
  await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Interrupted())));
}

async function* ends(failure?: Error): Operation<void> {
  yield { kind: "warning", problem: { what: "3 GiB free" } };
  if (failure) throw failure;
}

describe("operationRunner", () => {
  test("shows an operation's progress while it runs", async () => {
    const runner = operationRunner();
    const seen = new Promise<void>((resolve) => {
      runner.subscribe(() => {
        const view = runner.view();
        if (view.phase === "running" && view.progress.steps[0]?.title === "Wait") resolve();
      });
    });
    runner.start("enable", endless);
    await seen;
    runner.abort();
    await runner.settled();
  });

  test("keeps how it ended, with its warnings, until that is dismissed", async () => {
    const runner = operationRunner();
    runner.start("enable", () => ends());
    await runner.settled();
    expect(runner.view()).toMatchObject({ phase: "ended", outcome: "done", warnings: [{ what: "3 GiB free" }] });
    runner.dismiss();
    expect(runner.view()).toEqual({ phase: "idle" });
  });

  test("keeps the error of one that failed", async () => {
    const failure = new UserError({ what: "no" });
    const runner = operationRunner();
    runner.start("enable", () => ends(failure));
    await runner.settled();
    expect(runner.view()).toMatchObject({ outcome: "failed", error: failure });
  });

  test("runs one at a time", async () => {
    const runner = operationRunner();
    expect(runner.start("enable", endless)).toBe(true);
    expect(runner.start("disable", () => ends())).toBe(false);
    expect(runner.view()).toMatchObject({ title: "enable" });
    runner.abort();
    await runner.settled();
    expect(runner.start("disable", () => ends())).toBe(true);
    await runner.settled();
  });

  test("says that it is stopping, then that it was interrupted", async () => {
    const runner = operationRunner();
    runner.start("enable", endless);
    runner.abort();
    expect(runner.view()).toMatchObject({ phase: "running", stopping: true });
    await runner.settled();
    expect(runner.view()).toMatchObject({ phase: "ended", outcome: "interrupted" });
  });
});
