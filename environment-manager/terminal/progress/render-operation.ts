import type { Operation } from "../../progress.ts";
import type { Look } from "../look.ts";
import { liveRenderer } from "./live.ts";
import type { TerminalStream } from "./live-region.ts";
import { type EventLines, jsonLines, plainLines, quietLines } from "./plain.ts";
import type { ProgressRenderer } from "./renderer.ts";

/** `live` redraws a terminal, `plain` writes a line an event, `json` an object an event, `quiet` only warnings. */
export type ProgressOutput = "live" | "plain" | "json" | "quiet";

export interface ProgressOptions extends Look {
  readonly output: ProgressOutput;
  /** Where progress goes: standard error, so that standard output carries the result only. */
  readonly stderr: TerminalStream;
  /** Masks secrets in what is shown. */
  readonly redact?: (text: string) => string;
  /** Milliseconds since 1970; only differences are shown, but by `json`. */
  readonly clock?: () => number;
}

/** The form that suits where standard error goes. */
export function progressOutputFor(
  stderr: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  flags: { readonly json?: boolean; readonly quiet?: boolean },
): ProgressOutput {
  if (flags.quiet) return "quiet";
  if (flags.json) return "json";
  return stderr.isTTY === true && env["TERM"] !== "dumb" ? "live" : "plain";
}

/** Drives an operation to its end, shows its events on the way, and returns its result or throws its error. */
export async function renderOperation<Result>(operation: Operation<Result>, options: ProgressOptions): Promise<Result> {
  const renderer = rendererFor(options);
  let how: "done" | "failed" = "failed";
  try {
    let next = await operation.next();
    while (next.done !== true) {
      renderer.show(next.value);
      next = await operation.next();
    }
    how = "done";
    return next.value;
  } finally {
    renderer.end(how);
    // Where showing failed, the operation still stands at its last event: it may hold a lock.
    await operation.return(undefined as never);
  }
}

function rendererFor(options: ProgressOptions): ProgressRenderer {
  const redact = options.redact ?? ((text: string) => text);
  const stream: TerminalStream = {
    get columns() {
      return options.stderr.columns ?? 80;
    },
    get rows() {
      return options.stderr.rows ?? 24;
    },
    write: (text) => options.stderr.write(redact(text)),
  };
  const clock = options.clock ?? Date.now;
  switch (options.output) {
    case "live":
      return liveRenderer(stream, options, clock);
    case "plain":
      return lineRenderer(plainLines(options), stream, clock);
    case "quiet":
      return lineRenderer(quietLines(options), stream, clock);
    case "json":
      return lineRenderer(jsonLines(redact), options.stderr, clock);
  }
}

function lineRenderer(toLine: EventLines, stream: TerminalStream, clock: () => number): ProgressRenderer {
  return {
    show(event) {
      const line = toLine(event, clock());
      if (line !== undefined) stream.write(`${line}\n`);
    },
    end() {},
  };
}
