import { inspect } from "node:util";
import { type ExitCode, ExternalError, exitCode, Interrupted, type Problem, UserError } from "../errors.ts";
import { glyphsFor } from "./glyphs.ts";
import { classify } from "./known-failures.ts";
import { type Paint, painter } from "./paint.ts";
import { type ProblemRendering, remedyLines, renderProblem } from "./problems.ts";

export interface ErrorRendering {
  readonly json: boolean;
  readonly colour: boolean;
  /** Defaults to true. */
  readonly unicode?: boolean;
  /** Cells that a line may take; no limit where the output is not a terminal. */
  readonly width?: number | undefined;
  /** Shows the stack of every error, not only of bugs. */
  readonly debug?: boolean;
  /** Masks secrets in everything that is shown. */
  readonly redact?: (text: string) => string;
}

/** An abort that came through a platform API, as `AbortError`, is the user's wish just like our own class. */
export const isInterruption = (error: unknown): boolean =>
  error instanceof Interrupted || (error instanceof Error && error.name === "AbortError");

/** The exit code that the program ends with because of this error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (isInterruption(error)) return exitCode.interrupted;
  const classified = classify(error);
  if (classified instanceof UserError || classified instanceof ExternalError) return classified.exitCode;
  return exitCode.bug;
}

/** What a person, or with `json` a program, is told about an error. Ends without a line break. */
export function renderError(error: unknown, options: ErrorRendering): string {
  const classified = classify(error);
  const redact = options.redact ?? ((text: string) => text);
  // Each text is masked before it is written as JSON, which may escape a secret's characters.
  if (options.json) return JSON.stringify(errorDocument(classified), (_key, value) => mask(value, redact));
  return redact(errorText(classified, options));
}

const mask = (value: unknown, redact: (text: string) => string) => (typeof value === "string" ? redact(value) : value);

function errorText(error: unknown, options: ErrorRendering): string {
  if (isInterruption(error)) return "Interrupted. Run the same command again to go on.";
  const paint = painter(options);
  const glyphs = glyphsFor({ unicode: options.unicode ?? true });
  const rendering = { mark: paint("red", glyphs.error), paint, glyphs, width: options.width };
  const problem = (one: Problem) => renderProblem(one, rendering);
  if (error instanceof UserError) return withStack(error.problems.map(problem), error, options);
  if (error instanceof ExternalError) return withStack(externalLines(error, rendering), error, options);
  return bugLines(error, problem, paint).join("\n");
}

function externalLines(error: ExternalError, rendering: ProblemRendering): string[] {
  const { program, message, lastLines, remedy } = error;
  const code = error.code === undefined ? "" : ` (code ${error.code})`;
  return [
    renderProblem({ what: message }, rendering),
    lastLines.length === 0 ? `  from ${program}${code}` : `  ${program}${code} said last:`,
    ...lastLines.map((line) => `    ${rendering.paint("dim", line)}`),
    ...(remedy === undefined ? [] : remedyLines(remedy, rendering)),
  ];
}

function bugLines(error: unknown, problem: (one: Problem) => string, paint: Paint): string[] {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : inspect(error);
  return [
    problem({
      what: `A bug in env-manager: ${messageOf(error)}`,
      remedy: "Please report it to where you got env-manager from, with this text:",
    }),
    ...stack.split("\n").map((line) => `    ${paint("dim", line)}`),
    `    ${paint("dim", `Node ${process.version} on ${process.platform} ${process.arch}`)}`,
  ];
}

const withStack = (lines: string[], error: Error, { debug }: ErrorRendering): string =>
  (debug ? [...lines, inspect(error)] : lines).join("\n");

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function errorDocument(error: unknown) {
  const common = { message: messageOf(error), exitCode: exitCodeOf(error) };
  if (isInterruption(error)) return { error: { kind: "interrupted", ...common, message: "Interrupted" } };
  if (error instanceof UserError) return { error: { kind: "user", ...common, problems: error.problems } };
  if (error instanceof ExternalError) {
    const { program, code, lastLines, remedy } = error;
    return { error: { kind: "external", ...common, program, code, lastLines, remedy } };
  }
  return { error: { kind: "bug", ...common, stack: error instanceof Error ? error.stack : inspect(error) } };
}
