import type { ProgressEvent } from "../../progress.ts";
import { glyphsFor } from "../glyphs.ts";
import type { Look } from "../look.ts";
import { painter } from "../paint.ts";
import { renderProblem } from "../problems.ts";
import { serviceLook } from "../service-look.ts";
import { printable } from "../text-width.ts";
import { formatDuration, formatPercent } from "../units.ts";

/** Renders one event as a line, several for a warning; undefined where it says nothing new. `now` in milliseconds. */
export type EventLines = (event: ProgressEvent, now: number) => string | undefined;

/**
 * The form for logs and pipes: a line where something changed, nothing is ever redrawn.
 *
 * @param width cells that a line of a warning may take
 */
export function plainLines(look: Look, width: () => number | undefined = () => undefined): EventLines {
  const paint = painter(look);
  const glyphs = glyphsFor(look);
  const startedAt = new Map<string, number>();
  const said = new Map<string, string>();

  /** Keeps back what was said last about the same thing. */
  const news = (about: string, line: string, state = line): string | undefined => {
    if (said.get(about) === state) return undefined;
    said.set(about, state);
    return line;
  };

  return (event, now) => {
    if (event.kind === "warning") {
      return renderProblem(event.problem, { mark: paint("yellow", glyphs.warning), paint, glyphs, width: width() });
    }
    const detail = event.detail === undefined ? "" : `: ${printable(event.detail)}`;
    if (event.kind === "service") {
      const { glyph, colour } = serviceLook(event.state, glyphs);
      const line = `${paint(colour, glyph)} ${event.service} ${event.state}${detail}`;
      return news(`service ${event.service}`, line);
    }
    const title = printable(event.title);
    if (event.kind === "progress") {
      // Each quarter is enough to see in a log that it moves; the detail changes too often to be worth a line.
      const quarter = event.fraction === undefined ? undefined : Math.floor(event.fraction * 4) / 4;
      const reached = quarter === undefined ? "" : ` ${formatPercent(quarter)}`;
      return news(`progress ${title}`, `  ${title}${reached}${detail}`, `${reached}`);
    }
    const about = `step ${title}`;
    switch (event.state) {
      case "started":
        if (!startedAt.has(title)) startedAt.set(title, now);
        return news(about, `${paint("cyan", glyphs.ellipsis)} ${title}${detail}`);
      case "skipped":
        return news(about, `${paint("dim", glyphs.skipped)} ${title}: skipped${detail}`);
      default: {
        const elapsed = formatDuration(now - (startedAt.get(title) ?? now));
        startedAt.delete(title);
        const mark = event.state === "done" ? paint("green", glyphs.ok) : paint("red", glyphs.error);
        return news(about, `${mark} ${title}${detail} ${paint("dim", `(${elapsed})`)}`, event.state + detail);
      }
    }
  };
}

/** Only what went wrong. */
export function quietLines(look: Look): EventLines {
  const plain = plainLines(look);
  return (event, now) => (event.kind === "warning" ? plain(event, now) : undefined);
}

/** Each event as one JSON object, with the time it came at. */
export const jsonLines =
  (redact: (text: string) => string): EventLines =>
  (event, now) =>
    JSON.stringify({ time: new Date(now).toISOString(), ...event }, (_key, value) =>
      typeof value === "string" ? redact(value) : value,
    );
