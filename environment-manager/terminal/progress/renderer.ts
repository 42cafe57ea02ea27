import type { ProgressEvent } from "../../progress.ts";

/** One way of showing an operation's events. */
export interface ProgressRenderer {
  show(event: ProgressEvent): void;
  /** Called once, after the last event. */
  end(how: "done" | "failed"): void;
}
