import { expect, test } from "vitest";
import { restartDelay } from "./backoff.ts";

test("the pause doubles with every end and stays at a minute", () => {
  expect([1, 2, 3, 4, 8, 9, 10, 100, 2000].map(restartDelay)).toEqual([
    250, 500, 1000, 2000, 32_000, 60_000, 60_000, 60_000, 60_000,
  ]);
});
