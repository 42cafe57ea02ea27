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
  const titles = new Set(model.steps.map(({ title }) => title));
  const ofStep = ({ title }: RunningStep) => model.transfers.find((transfer) => transfer.title === title);
  const steps = model.steps.map((step) => stepLine(step, ofStep(step), options));
  const others = model.transfers.filter(({ title }) => !titles.has(title));
  const transfers = transferLines(others, options);
  const services = serviceLines(model.services, options);
  const room = Math.max(1, options.rows - 2);
  const lines = [...steps, ...services, ...transfers];
  if (lines.length <= room) return lines;
  return [...lines.slice(0, room - 1), `  ${options.glyphs.ellipsis} ${lines.length - room + 1} more`];
}

/** A running step; how far it has got stands in its own line when it is told by the step's title. */
function stepLine(step: RunningStep, transfer: Transfer | undefined, options: FrameOptions): string {
  const { glyphs, paint, columns, now } = options;
  const elapsed = formatDuration(now - step.startedAt);
  const { fraction, detail = step.detail } = transfer ?? {};
  const parts = [printable(step.title), detail === undefined ? "" : printable(detail)].filter((part) => part !== "");
  const barWidth = fraction === undefined ? 0 : Math.max(8, Math.min(20, Math.floor(columns / 5)));
  const filled = fraction === undefined ? "" : `  ${barText(fraction, barWidth, options)}`;
  const text = truncate(parts.join("  "), columns - 5 - elapsed.length - textWidth(filled), glyphs.ellipsis);
  return `${paint("cyan", spinnerAt(glyphs, now))} ${text}${filled}  ${paint("dim", elapsed)}`;
}

function barText(fraction: number | undefined, width: number, { glyphs, paint, now }: FrameOptions): string {
  const { full, empty } = fraction === undefined ? moving(glyphs, width, now) : bar(glyphs, fraction, width);
  const percent = (fraction === undefined ? "" : formatPercent(fraction)).padStart(4);
  return `${paint("cyan", full)}${paint("dim", empty)} ${percent}`;
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

function transferLines(transfers: readonly Transfer[], options: FrameOptions): string[] {
  const { glyphs, paint, columns } = options;
  const barWidth = Math.max(8, Math.min(24, Math.floor(columns / 4)));
  const titleRoom = Math.max(8, columns - barWidth - 14);
  const titles = transfers.map(({ title }) => truncate(printable(title), titleRoom, glyphs.ellipsis));
  const titleWidth = Math.max(0, ...titles.map(textWidth));
  const room = columns - titleWidth - barWidth - 14;
  return transfers.map(({ fraction, detail }, index) => {
    const title = pad(titles[index] ?? "", titleWidth);
    const said = detail === undefined || room < 4 ? "" : `  ${truncate(printable(detail), room, glyphs.ellipsis)}`;
    return `    ${title}  ${barText(fraction, barWidth, options)}${paint("dim", said)}`;
  });
}

/** A bar whose end is not known: filled as far as the hand of a clock of four seconds. */
const moving = (glyphs: Glyphs, width: number, now: number) => bar(glyphs, (now % 4000) / 4000, width);
