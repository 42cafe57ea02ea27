const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 2_592_000,
  y: 31_536_000,
};

/** Milliseconds of `now`, `now-5m` or a number of milliseconds; anything else is now. */
export function relativeTime(text: string, now: number = Date.now()): number {
  if (/^\d+$/.test(text)) return Number(text);
  const [, sign = "", count = "0", unit = "s"] = /^now(?:([+-])(\d+)([smhdwMy]))?$/.exec(text) ?? [];
  const shift = Number(count) * (UNITS[unit] ?? 1) * 1000;
  return sign === "+" ? now + shift : now - shift;
}

/** A duration as Go prints it: `15s`, `1m0s`, `1h0m0s`. */
export function goDuration(milliseconds: number): string {
  const total = Math.floor(milliseconds / 1000);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = (milliseconds % 60_000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
