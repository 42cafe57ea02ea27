/** How a service that ends by itself is started again. */
export const restartPolicy = {
  firstDelayMs: 250,
  longestDelayMs: 60_000,
  /** After so many ends in a row it counts as failed; attempts go on, with longer pauses. */
  quickTries: 3,
  /** So long without an end, and earlier ones are forgotten. */
  settledAfterMs: 60_000,
} as const;

/** Pause before the next start, after so many ends in a row (1 or more): doubled each time, up to a cap. */
export const restartDelay = (ends: number): number =>
  Math.min(restartPolicy.longestDelayMs, restartPolicy.firstDelayMs * 2 ** (ends - 1));
