const durationUnits = {
  y: 365 * 24 * 3_600_000,
  w: 7 * 24 * 3_600_000,
  d: 24 * 3_600_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
} as const;

/** `1m30s` → 90000. `text` is in Prometheus' notation, as settings of kind `duration` are. */
export function durationMilliseconds(text: string): number {
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) {
    sum += Number(count) * durationUnits[unit as keyof typeof durationUnits];
  }
  return sum;
}

const powers = { b: 0, k: 1, m: 2, g: 3, t: 4, p: 5, e: 6 } as const;

const bytes = (text: string): number =>
  Number.parseFloat(text) * 1024 ** powers[(/[a-z]/i.exec(text)?.[0] ?? "b").toLowerCase() as keyof typeof powers];

/** `512M` → 536870912. `text` is in Compose's notation, as settings of kind `memory` are. */
export const memoryBytes = (text: string): number => Math.floor(bytes(text));

/** `20GB` → 21474836480 (Prometheus counts by 1024); 0 for no limit. `text` as settings of kind `size` are. */
export const sizeBytes = (text: string): number => bytes(text);
