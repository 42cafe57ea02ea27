import { type Answer, type Ask, timedOut } from "./ask.ts";

/** Asks several mounts at once and never waits longer than it is told to. */
export type PatientAsker = {
  /** The answers of all `paths`, by `waitMs` at the latest; {@link timedOut} is the answer of the silent. */
  readonly askAll: (paths: readonly string[], waitMs: number) => Promise<ReadonlyMap<string, Answer>>;
  /** Whether a question is still without an answer. */
  readonly isWaiting: () => boolean;
};

/**
 * A mount that hangs keeps its thread until it answers, and is not asked again before. `mostOpen` bounds how many threads
 * may be lost that way; it must be below the size of the thread pool.
 */
export const patientAsker = (ask: Ask, mostOpen: number): PatientAsker => {
  const open = new Set<string>();
  const askAll: PatientAsker["askAll"] = (paths, waitMs) =>
    new Promise((resolve) => {
      const answers = new Map<string, Answer>();
      const waiting = paths.filter((path) => !open.has(path));
      let missing = waiting.length;
      let over = false;
      const finish = (): void => {
        over = true;
        clearTimeout(timer);
        for (const path of paths) if (!answers.has(path)) answers.set(path, timedOut);
        resolve(answers);
      };
      const askNext = (): void => {
        while (!over && open.size < mostOpen) {
          const path = waiting.shift();
          if (path === undefined) return;
          open.add(path);
          ask(path, (answer) => {
            open.delete(path);
            if (over) return;
            answers.set(path, answer);
            missing -= 1;
            if (missing === 0) finish();
            else askNext();
          });
        }
      };
      const timer = setTimeout(finish, waitMs);
      if (missing === 0) finish();
      else askNext();
    });
  return { askAll, isWaiting: () => open.size > 0 };
};
