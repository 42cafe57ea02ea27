/** `prometheus, version 2.42.0+ds (branch: …` → `2.42.0`; undefined where no version is said. */
export const versionIn = (output: string): string | undefined =>
  /\bversion:?\s+v?(\d+\.\d+(?:\.\d+)*)/i.exec(output)?.[1];

/** Compares numbers between dots: 2.9.1 is older than 2.42. */
export function isOlder(version: string, minimum: string): boolean {
  const [mine, wanted] = [version, minimum].map((text) => text.split(".").map(Number));
  for (const [index, number] of (wanted ?? []).entries()) {
    const own = mine?.[index] ?? 0;
    if (own !== number) return own < number;
  }
  return false;
}
