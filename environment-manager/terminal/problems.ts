import type { Problem } from "../errors.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Paint } from "./paint.ts";

/** `✗ what`, below it where, and the remedy behind an arrow. */
export function renderProblem(
  problem: Problem,
  { mark, paint, glyphs }: { mark: string; paint: Paint; glyphs: Glyphs },
): string {
  const lines = [`${mark} ${problem.what}`];
  if (problem.where !== undefined) lines.push(`  ${paint("dim", problem.where)}`);
  if (problem.remedy !== undefined) lines.push(`  ${paint("cyan", glyphs.arrow)} ${indentRest(problem.remedy)}`);
  return lines.join("\n");
}

const indentRest = (text: string): string => text.replaceAll("\n", "\n    ");
