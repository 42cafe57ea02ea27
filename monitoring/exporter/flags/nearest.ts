/** How many letters must be typed, dropped or changed to make `a` of `b` (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The candidate most like `word`, or `undefined` when none is like it at all. */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  let found: { candidate: string; cost: number } | undefined;
  for (const candidate of candidates) {
    const cost = distance(word, candidate);
    if (found === undefined || cost < found.cost) found = { candidate, cost };
  }
  return found !== undefined && found.cost <= Math.max(3, word.length / 2) ? found.candidate : undefined;
};
