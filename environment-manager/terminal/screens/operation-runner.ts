import type { Problem } from "../../errors.ts";
import type { Operation } from "../../progress.ts";
import { isInterruption } from "../errors.ts";
import { advance, nothingYet, type ProgressModel } from "../progress/model.ts";

/** What is being done, or what was done last. Times are milliseconds since 1970. */
export type OperationView =
  | { readonly phase: "idle" }
  | {
      readonly phase: "running";
      readonly title: string;
      readonly startedAt: number;
      readonly progress: ProgressModel;
      readonly warnings: readonly Problem[];
      /** It was told to stop and has not yet. */
      readonly stopping: boolean;
    }
  | {
      readonly phase: "ended";
      readonly title: string;
      readonly took: number;
      readonly warnings: readonly Problem[];
      readonly outcome: "done" | "interrupted" | "failed";
      /** What it failed with. */
      readonly error?: unknown;
    };

/** Runs one operation at a time for a screen that comes and goes; React reads it through `useOperation`. */
export interface OperationRunner {
  /** Starts an operation; does nothing and returns false while another one runs. */
  start(title: string, begin: (signal: AbortSignal) => Operation<unknown>): boolean;
  abort(): void;
  /** Forgets the last operation's end. */
  dismiss(): void;
  view(): OperationView;
  subscribe(changed: () => void): () => void;
  /** Resolves when nothing runs. */
  settled(): Promise<void>;
}

export function operationRunner(): OperationRunner {
  const listeners = new Set<() => void>();
  let view: OperationView = { phase: "idle" };
  let stop = new AbortController();
  let running: Promise<void> = Promise.resolve();

  const become = (next: OperationView) => {
    view = next;
    for (const listener of listeners) listener();
  };

  const drive = async (title: string, operation: Operation<unknown>) => {
    const startedAt = Date.now();
    let progress = nothingYet;
    let warnings: readonly Problem[] = [];
    const show = () =>
      become({ phase: "running", title, startedAt, progress, warnings, stopping: stop.signal.aborted });
    const end = (outcome: "done" | "interrupted" | "failed", error?: unknown) =>
      become({ phase: "ended", title, took: Date.now() - startedAt, warnings, outcome, error });
    show();
    stop.signal.addEventListener("abort", show, { once: true });
    try {
      for await (const event of operation) {
        progress = advance(progress, event, Date.now());
        if (event.kind === "warning") warnings = [...warnings, event.problem];
        show();
      }
      end("done");
    } catch (error) {
      if (isInterruption(error)) end("interrupted");
      else end("failed", error);
    } finally {
      stop.signal.removeEventListener("abort", show);
    }
  };

  return {
    start(title, begin) {
      if (view.phase === "running") return false;
      stop = new AbortController();
      running = drive(title, begin(stop.signal));
      return true;
    },
    abort: () => stop.abort(),
    dismiss() {
      if (view.phase === "ended") become({ phase: "idle" });
    },
    view: () => view,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    settled: () => running,
  };
}
