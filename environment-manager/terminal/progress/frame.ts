import { bar, type Glyphs, spinnerAt } from "../glyphs.ts";
import type { Paint } from "../paint.ts";
import { serviceLook } from "../service-look.ts";
import { pad, printable, textWidth, truncate } from "../text-width.ts";
import { formatDuration, formatPercent } from "../units.ts";
import type { ProgressModel, RunningStep, ServiceProgress, Transfer } from "./model.ts";

export interface FrameOptions {
  readonly glyphs: Glyphs;
  readonly paint: Paint;
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds, of the clock that the model was advanced with. */
  readonly now: number;
}

/**
 * The part of the terminal that is redrawn while an operation runs. Every line is shorter than the terminal is wide and
 * the frame one line shorter than it is high: neither a line nor the cursor below ever wraps or scrolls it.
 */
export function renderFrame(model: ProgressModel, options: FrameOptions): string[] {
  const steps = model.steps.map((step) => stepLine(step, options));
  const transfers = transferLines(model.transfers, options);
  const services = serviceLines(model.services, options);
  const room = Math.max(1, options.rows - 2);
  const lines = [...steps, ...services, ...transfers];
  if (lines.length <= room) return lines;
  return [...lines.slice(0, room - 1), `  ${options.glyphs.ellipsis} ${lines.length - room + 1} more`];
}

function stepLine({ title, startedAt, detail }: RunningStep, { glyphs, paint, columns, now }: FrameOptions): string {
  const elapsed = formatDuration(now - startedAt);
  const said = detail === undefined ? "" : `  ${printable(detail)}`;
  const text = truncate(printable(title) + said, columns - 5 - elapsed.length, glyphs.ellipsis);
  return `${paint("cyan", spinnerAt(glyphs, now))} ${text}  ${paint("dim", elapsed)}`;
}

/** The list of services, each with its state and how long it took, or takes, to get there. */
export function serviceLines(
  services: readonly ServiceProgress[],
  { glyphs, paint, columns, now }: Omit<FrameOptions, "rows">,
): string[] {
  const nameWidth = Math.max(0, ...services.map(({ service }) => textWidth(service)));
  const stateWidth = Math.max(0, ...services.map(({ state }) => state.length));
  return services.map(({ service, state, detail, firstSeenAt, changedAt }) => {
    const { glyph, colour, busy } = serviceLook(state, glyphs);
    const mark = paint(colour, busy ? spinnerAt(glyphs, now) : glyph);
    const elapsed = formatDuration((busy ? now : changedAt) - firstSeenAt).padStart(6);
    const head = `  ${mark} ${pad(service, nameWidth)}  ${paint(colour, pad(state, stateWidth))}  `;
    const room = columns - textWidth(head) - elapsed.length - 3;
    const said = detail === undefined || room < 4 ? "" : `  ${truncate(printable(detail), room, glyphs.ellipsis)}`;
    return (head + paint("dim", elapsed) + said).trimEnd();
  });
}

function transferLines(transfers: readonly Transfer[], { glyphs, paint, columns, now }: FrameOptions): string[] {
  const barWidth = Math.max(8, Math.min(24, Math.floor(columns / 4)));
  const titleRoom = Math.max(8, columns - barWidth - 14);
  const titles = transfers.map(({ title }) => truncate(printable(title), titleRoom, glyphs.ellipsis));
  const titleWidth = Math.max(0, ...titles.map(textWidth));
  return transfers.map(({ fraction, detail }, index) => {
    const title = pad(titles[index] ?? "", titleWidth);
    const { full, empty } = fraction === undefined ? moving(glyphs, barWidth, now) : bar(glyphs, fraction, barWidth);
    const percent = (fraction === undefined ? "" : formatPercent(fraction)).padStart(4);
    const room = columns - titleWidth - barWidth - 14;
    const said = detail === undefined || room < 4 ? "" : `  ${truncate(printable(detail), room, glyphs.ellipsis)}`;
    return `    ${title}  ${paint("cyan", full)}${paint("dim", empty)} ${percent}${paint("dim", said)}`;
  });
}

/** A bar whose end is not known: filled as far as the hand of a clock of four seconds. */
const moving = (glyphs: Glyphs, width: number, now: number) => bar(glyphs, (now % 4000) / 4000, width);
