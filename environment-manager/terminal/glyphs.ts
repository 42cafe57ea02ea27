import type { Look } from "./look.ts";

const unicode = {
  ok: "✓",
  warning: "!",
  error: "✗",
  skipped: "–",
  arrow: "→",
  pointer: "▸",
  filled: "●",
  half: "◐",
  hollow: "○",
  none: "–",
  ellipsis: "…",
  separator: "·",
  rule: "─",
  barFull: "█",
  barEmpty: "░",
  degree: "°",
  up: "↑",
  down: "↓",
  spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
} as const;

export type Glyphs = { readonly [Name in keyof typeof unicode]: Name extends "spinner" ? readonly string[] : string };

const ascii: Glyphs = {
  ok: "+",
  warning: "!",
  error: "x",
  skipped: "-",
  arrow: "->",
  pointer: ">",
  filled: "*",
  half: "~",
  hollow: "o",
  none: "-",
  ellipsis: "...",
  separator: "|",
  rule: "-",
  barFull: "#",
  barEmpty: ".",
  degree: " ",
  up: "^",
  down: "v",
  spinner: ["|", "/", "-", "\\"],
};

/** The drawing characters for a terminal; all ASCII where its locale is not UTF-8. */
export const glyphsFor = (look: Pick<Look, "unicode">): Glyphs => (look.unicode ? unicode : ascii);

/** The spinner's picture at a time in milliseconds: ten a second. */
export function spinnerAt(glyphs: Glyphs, now: number): string {
  const frames = glyphs.spinner;
  return frames[Math.floor(now / 100) % frames.length] ?? "";
}

/** A bar of `width` cells, filled to `fraction` (0 to 1, clamped). */
export function bar(glyphs: Glyphs, fraction: number, width: number): { full: string; empty: string } {
  const cells = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return { full: glyphs.barFull.repeat(cells), empty: glyphs.barEmpty.repeat(width - cells) };
}
