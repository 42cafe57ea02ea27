import type { Clock } from "./clock.ts";
import type { Readiness } from "./readiness.ts";

export const probing = {
  /** Pause before one that has answered is asked again. */
  healthyMs: 10_000,
  /** … that has answered before, and not the last time. */
  missedMs: 2000,
  /** So many misses in a row make a healthy one unhealthy. */
  missesAllowed: 3,
  /** … that has not answered yet: often at first, so that nobody waits for the question. */
  startingMs: (ageMs: number): number => (ageMs < 10_000 ? 50 : 1000),
} as const;

/** Asks a process until it answers, and now and then from there on. Returns what ends the asking. */
export function watchHealth(watched: {
  readonly clock: Clock;
  readonly ask: () => Promise<Readiness>;
  /** It counts as unhealthy when it has not answered so long after its start. */
  readonly withinMs: number;
  readonly onHealthy: () => void;
  readonly onUnhealthy: (why: string) => void;
}): () => void {
  const { clock, ask, withinMs, onHealthy, onUnhealthy } = watched;
  const startedAt = clock.now();
  let health: "starting" | "healthy" | "unhealthy" = "starting";
  let misses = 0;
  let ended = false;
  let callOff = () => {};

  const next = (pause: number) => {
    callOff = clock.after(pause, look);
  };

  async function look(): Promise<void> {
    const answer = await ask();
    if (ended) return;
    const age = clock.now() - startedAt;
    if (answer.ready) {
      misses = 0;
      if (health !== "healthy") {
        health = "healthy";
        onHealthy();
      }
      next(probing.healthyMs);
      return;
    }
    misses++;
    if (health === "healthy" ? misses >= probing.missesAllowed : health === "starting" && age >= withinMs) {
      health = "unhealthy";
      onUnhealthy(answer.why);
    }
    next(health === "healthy" ? probing.missedMs : probing.startingMs(age));
  }

  look();
  return () => {
    ended = true;
    callOff();
  };
}
