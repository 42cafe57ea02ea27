/** How long facts that hardly ever change are believed before they are looked up again. */
const factsKeptMs = 60_000;

/** `look`, but at most once a minute: for facts that a reboot or an upgrade changes, which are not worth a look a scrape. */
export const rememberFacts = <T>(look: () => T): (() => T) => {
  let seenAt = Number.NEGATIVE_INFINITY;
  let seen: T;
  return () => {
    const now = performance.now();
    if (now - seenAt >= factsKeptMs) {
      seen = look();
      seenAt = now;
    }
    return seen;
  };
};
