import { bar, type Glyphs } from "../glyphs.ts";
import type { Paint } from "../paint.ts";
import { pad } from "../text-width.ts";
import { formatPercent } from "../units.ts";

/** A bar and its percentage, or what to say where there is no value. */
export function meter(
  value: number | undefined,
  options: {
    readonly glyphs: Glyphs;
    readonly paint: Paint;
    readonly width: number;
    /** Three cells at most. */
    readonly unknown: string;
    /** The fuller, the worse, which its colour says. */
    readonly alarming: boolean;
  },
): string {
  const { glyphs, paint, width, unknown, alarming } = options;
  if (value === undefined) return paint("dim", `${bar(glyphs, 0, width).empty} ${pad(unknown, 4, "right")}`);
  const { full, empty } = bar(glyphs, value, width);
  return `${paint(alarming ? alarm(value) : "cyan", full)}${paint("dim", empty)} ${formatPercent(value).padStart(4)}`;
}

const alarm = (value: number) => {
  if (value >= 0.9) return "red";
  return value >= 0.75 ? "yellow" : "green";
};
