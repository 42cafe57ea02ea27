import type { LogLine } from "../../runtimes/runtime.ts";
import { printable, takeWidth } from "../text-width.ts";

/** How many lines are kept; older ones are dropped. */
export const keptLines = 5000;

/** The lines after some more have come. */
export const appendLines = (lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] =>
  [...lines, ...more].slice(-keptLines);

/** The lines that contain the filter's text, in upper or lower case; all where it is empty. */
export function filterLines(lines: readonly LogLine[], filter: string): readonly LogLine[] {
  if (filter === "") return lines;
  const wanted = filter.toLowerCase();
  return lines.filter(({ text }) => text.toLowerCase().includes(wanted));
}

export interface LogRow {
  readonly text: string;
  readonly level: "error" | "warning" | undefined;
}

/**
 * The rows that a window of `width` by `height` shows, `back` rows away from the end; long lines are wrapped. `back` comes
 * back as it was, or as far as there are rows.
 */
export function visibleRows(
  lines: readonly LogLine[],
  { width, height, back }: { width: number; height: number; back: number },
): { readonly rows: readonly LogRow[]; readonly back: number } {
  const rows: LogRow[] = [];
  // From the end, and no further than is to be seen: wrapping every line kept would be felt at each key.
  for (let index = lines.length - 1; index >= 0 && rows.length < height + back; index--) {
    const text = lines[index]?.text ?? "";
    const level = levelOf(text);
    rows.unshift(...wrap(printable(text), width).map((part) => ({ text: part, level })));
  }
  const reached = Math.max(0, Math.min(back, rows.length - height));
  const end = rows.length - reached;
  return { rows: rows.slice(Math.max(0, end - height), end), back: reached };
}

/** Nobody reads on; and some programs log whole files in one line. */
const longestLine = 4000;

/** A line as rows; those after its first are indented. */
function wrap(text: string, width: number): readonly string[] {
  const rows: string[] = [];
  const indent = width > 20 ? "  " : "";
  let rest = text.slice(0, longestLine);
  do {
    const before = rows.length === 0 ? "" : indent;
    // A character that is wider than the whole window goes by itself, cut.
    const part = takeWidth(rest, width - before.length) || rest.slice(0, 1);
    rows.push(before + part);
    rest = rest.slice(part.length);
  } while (rest !== "");
  return rows;
}

/** As Prometheus (`level=error`), Grafana (`lvl=eror`) and most others write it. */
function levelOf(text: string): LogRow["level"] {
  if (/\b(?:error|eror|fatal|panic|crit(?:ical)?|emerg)\b/i.test(text)) return "error";
  return /\bwarn(?:ing)?\b/i.test(text) ? "warning" : undefined;
}
