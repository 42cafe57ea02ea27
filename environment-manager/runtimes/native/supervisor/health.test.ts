import { afterEach, beforeEach, expect, test } from "vitest";
import { type ManualClock, manualClock } from "../fixtures/manual-clock.ts";
import { probing, watchHealth } from "./health.ts";
import type { Readiness } from "./readiness.ts";

const yes: Readiness = { ready: true };
const no: Readiness = { ready: false, why: "nothing listens there" };

let clock: ManualClock;
let answer: Readiness;
let asked: number;
let said: string[];
let end: () => void;

beforeEach(() => {
  clock = manualClock();
  answer = no;
  asked = 0;
  said = [];
  end = watchHealth({
    clock,
    withinMs: 60_000,
    ask: async () => {
      asked++;
      return answer;
    },
    onHealthy: () => said.push("healthy"),
    onUnhealthy: (why) => said.push(`unhealthy: ${why}`),
  });
});
afterEach(() => end());

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Lets each question be answered before the next one is due. */
async function pass(milliseconds: number): Promise<void> {
  await settled();
  const until = clock.now() + milliseconds;
  for (;;) {
    const [next] = clock.pending();
    if (next === undefined || clock.now() + next > until) break;
    clock.advance(next);
    await settled();
  }
  clock.advance(until - clock.now());
}

test("a process that starts is asked often, so that nobody waits for the question", async () => {
  await pass(1000);
  expect(asked).toBe(1000 / probing.startingMs(0) + 1);
  expect(said).toEqual([]);
});

test("it is healthy with the first answer, and is asked rarely from there on", async () => {
  await pass(500);
  answer = yes;
  await pass(100);
  expect(said).toEqual(["healthy"]);
  asked = 0;
  await pass(60_000);
  expect(asked).toBe(6);
  expect(said).toEqual(["healthy"]);
});

test("it is unhealthy when its time to start is over, and healthy when it answers after all", async () => {
  await pass(59_000);
  expect(said).toEqual([]);
  await pass(2000);
  expect(said).toEqual(["unhealthy: nothing listens there"]);
  answer = yes;
  await pass(1000);
  expect(said).toEqual(["unhealthy: nothing listens there", "healthy"]);
});

test("one miss does not make a healthy one unhealthy, three in a row do", async () => {
  answer = yes;
  await pass(0);
  answer = no;
  await pass(probing.healthyMs);
  answer = yes;
  await pass(probing.missedMs);
  expect(said).toEqual(["healthy"]);
  answer = no;
  await pass(probing.healthyMs + probing.missedMs);
  expect(said).toEqual(["healthy"]);
  await pass(probing.missedMs);
  expect(said).toEqual(["healthy", "unhealthy: nothing listens there"]);
});

test("nobody is asked after the end", async () => {
  end();
  asked = 0;
  await pass(60_000);
  expect(asked).toBe(0);
  expect(said).toEqual([]);
});
