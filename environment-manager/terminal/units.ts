const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Three significant digits at most: 0, 4.2, 42, 999. */
const short = (value: number): string => (value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : value.toFixed(0));

/** `12 GiB`. A value that would show as 1024 of a unit goes to the next one. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${short(value)} ${byteUnits[unit]}`;
}

/** `61 of 139 GiB`, or both with their units where these differ. */
export function formatBytesOf(used: number, total: number): string {
  const [part = "", partUnit] = formatBytes(used).split(" ");
  const [, wholeUnit] = formatBytes(total).split(" ");
  return partUnit === wholeUnit ? `${part} of ${formatBytes(total)}` : `${formatBytes(used)} of ${formatBytes(total)}`;
}

/** Bytes per second: `3.1 MiB/s`. */
export const formatRate = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;

/** A ratio of 0 to 1 in whole percent: `7%`. */
export const formatPercent = (ratio: number): string => `${Math.round(ratio * 100)}%`;

/** Milliseconds as people say them: `0.4s`, `12s`, `3m 04s`, `2h 14m`, `12d 3h`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toFixed(1)}s`;
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(Math.floor(seconds % 60)).padStart(2, "0")}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${String(minutes % 60).padStart(2, "0")}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}
