import type { Problem } from "../errors.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Paint } from "./paint.ts";
import { textWidth, wrapWords } from "./text-width.ts";

export interface ProblemRendering {
  /** What it begins with; may be styled. */
  readonly mark: string;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  /** Cells that a line may take; no limit where the output is not a terminal. */
  readonly width?: number | undefined;
}

/** `✗ what`, below it where, and the remedy behind an arrow. */
export function renderProblem({ what, where, remedy }: Problem, options: ProblemRendering): string {
  const { mark, paint, width } = options;
  const lines = hanging(`${mark} `, what, width);
  if (where !== undefined) lines.push(`  ${paint("dim", where)}`);
  if (remedy !== undefined) lines.push(...remedyLines(remedy, options));
  return lines.join("\n");
}

/** A remedy as it stands below its problem. */
export const remedyLines = (remedy: string, { paint, glyphs, width }: Omit<ProblemRendering, "mark">): string[] =>
  hanging(`  ${paint("cyan", glyphs.arrow)} `, remedy, width);

/** A text whose lines all begin where it begins behind its prefix. */
function hanging(prefix: string, text: string, width: number | undefined): string[] {
  const indent = " ".repeat(textWidth(prefix));
  const lines = text.split("\n").map((line) => indent + line);
  const rows =
    width === undefined ? lines : lines.flatMap((line) => wrapWords(line, width, { indent, keepWords: true }));
  return rows.map((row, index) => (index === 0 ? prefix + row.slice(indent.length) : row));
}
