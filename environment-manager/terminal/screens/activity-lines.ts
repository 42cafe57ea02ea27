import type { ServiceStatus } from "../../runtimes/runtime.ts";
import { renderError } from "../errors.ts";
import { renderProblem } from "../problems.ts";
import { renderFrame } from "../progress/frame.ts";
import { wrapWords } from "../text-width.ts";
import { formatDuration } from "../units.ts";
import type { OperationView } from "./operation-runner.ts";
import type { Theme } from "./theme.ts";

/** What is going on, or how it ended, as lines below a title; undefined where there is nothing to tell. */
export interface Activity {
  readonly title: string;
  /** What can be done about it by a key. */
  readonly hint?: string;
  readonly lines: readonly string[];
}

const mostTransfers = 8;
/** What is wrapped is painted afterwards. */
const plain = (_style: unknown, text: string) => text;

export function activityOf(
  view: OperationView,
  theme: Theme,
  { width, now }: { width: number; now: number },
): Activity | undefined {
  if (view.phase === "idle") return undefined;
  const { glyphs, paint } = theme;
  if (view.phase === "running") {
    const { steps, transfers } = view.progress;
    const warnings = view.warnings.map(({ what }) => `${paint("yellow", glyphs.warning)} ${what}`);
    // The services' states are shown in their list.
    const frame = renderFrame(
      { steps, transfers, services: [] },
      { ...theme, columns: width, rows: mostTransfers, now },
    );
    const hint = view.stopping ? "stopping; ctrl-c again quits" : "ctrl-c stops it";
    const first =
      frame.length > 0 ? frame : [`${paint("cyan", glyphs.ellipsis)} ${formatDuration(now - view.startedAt)}`];
    return { title: view.title, hint, lines: [...first, ...warnings] };
  }
  const warnings = view.warnings.flatMap((problem) =>
    wrapped(renderProblem(problem, { mark: glyphs.warning, paint: plain, glyphs }), "yellow", theme, width),
  );
  return { title: view.title, hint: "esc clears this", lines: [...warnings, ...outcomeLines(view, theme, width)] };
}

/** Why the selected service is not as it should be, where there is something to do about it. */
export function troubleOf(status: ServiceStatus | undefined, theme: Theme, width: number): Activity | undefined {
  if (status?.remedy === undefined) return undefined;
  const { service, state, detail = state, remedy } = status;
  const problem = renderProblem(
    { what: detail, remedy },
    { mark: theme.glyphs.warning, paint: plain, glyphs: theme.glyphs },
  );
  return { title: service, lines: wrapped(problem, "yellow", theme, width) };
}

function outcomeLines(view: Extract<OperationView, { phase: "ended" }>, theme: Theme, width: number): string[] {
  const { glyphs, paint, unicode } = theme;
  switch (view.outcome) {
    case "done":
      return [`${paint("green", glyphs.ok)} Done in ${formatDuration(view.took)}`];
    case "interrupted":
      return [`${paint("yellow", glyphs.warning)} Interrupted. Do it again to go on from where it stopped.`];
    case "failed":
      return wrapped(renderError(view.error, { json: false, colour: false, unicode }), "red", theme, width);
  }
}

/** A text of several lines, each broken to the width, with the mark at its beginning coloured. */
function wrapped(text: string, markColour: "red" | "yellow", { glyphs, paint }: Theme, width: number): string[] {
  return text
    .split("\n")
    .flatMap((line) => wrapWords(line, width, { indent: `${/^ */.exec(line)?.[0]}  ` }))
    .map((line) =>
      line.startsWith(glyphs.error) || line.startsWith(glyphs.warning)
        ? paint(markColour, line.slice(0, 1)) + line.slice(1)
        : line.replace(` ${glyphs.arrow} `, ` ${paint("cyan", glyphs.arrow)} `),
    );
}

/** The lines that fit; what is left out is so from the middle, since the remedy comes last. */
export function cutMiddle(lines: readonly string[], height: number, ellipsis: string): readonly string[] {
  if (lines.length <= height) return lines;
  if (height < 3) return lines.slice(0, height);
  return [...lines.slice(0, height - 2), `  ${ellipsis} ${lines.length - height + 1} more lines`, ...lines.slice(-1)];
}
