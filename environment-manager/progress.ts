import type { Problem } from "./errors.ts";

/** Where a service is in its life, the same words under every runtime. */
export type ServiceState =
  | "absent" // never created, or removed
  | "pulling"
  | "building"
  | "created"
  | "starting" // runs, its health check has not passed yet
  | "healthy"
  | "running" // runs, and has no health check
  | "unhealthy"
  | "restarting"
  | "stopped"
  | "failed" // ended by itself with an error
  | "unavailable"; // its program cannot be had here

/**
 * What an operation says while it works. The plain terminal, the Ink screens and `--json` (on standard error) are three
 * renderings of the same events.
 */
export type ProgressEvent =
  | {
      readonly kind: "step";
      readonly title: string;
      readonly state: "started" | "done" | "failed" | "skipped";
      readonly detail?: string;
    }
  | {
      readonly kind: "progress";
      readonly title: string /** 0 to 1; absent where the end is not known. */;
      readonly fraction?: number;
      readonly detail?: string;
    }
  | { readonly kind: "service"; readonly service: string; readonly state: ServiceState; readonly detail?: string }
  | { readonly kind: "warning"; readonly problem: Problem };

/** An operation: yields events while it works, returns its result. Ends early through the `AbortSignal` it was given. */
export type Operation<Result> = AsyncGenerator<ProgressEvent, Result, void>;
