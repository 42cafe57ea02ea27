/** A time without fractions of a second, as both releases write most of theirs. */
export function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** A time with nine digits after the point, as 9.4 writes those of folders. */
export function nanoseconds(date: Date): string {
  return date.toISOString().replace("Z", "000001Z");
}

const MINUTE = 60;
const STEPS: readonly (readonly [string, number])[] = [
  ["year", 365 * 24 * 60 * MINUTE],
  ["month", 30 * 24 * 60 * MINUTE],
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
];

/** How long ago, in words: `< 1 minute`, `1 hour`, `10 years`. */
export function age(date: Date, now: Date = new Date()): string {
  const passed = (now.getTime() - date.getTime()) / 1000;
  for (const [name, length] of STEPS) {
    const count = Math.floor(passed / length);
    if (count >= 1) return `${count} ${name}${count === 1 ? "" : "s"}`;
  }
  return "< 1 minute";
}
