import type { Figures } from "../../clients/exporter.ts";
import type { Operation } from "../../progress.ts";
import type { LogLine, LogRequest, ServiceStatus } from "../../runtimes/runtime.ts";
import type { OpenedUrl } from "../open-url.ts";

/** Whether an action changes anything. A read-only screen is derived from it, so that a new key cannot leak through. */
type Effect = "read" | "change";

export interface Action<Of extends Effect, Run> {
  readonly effect: Of;
  readonly run: Run;
}

export const reads = <Run>(run: Run): Action<"read", Run> => ({ effect: "read", run });
export const changes = <Run>(run: Run): Action<"change", Run> => ({ effect: "change", run });

/** The installation as the home screen shows it. */
export interface HomeStatus {
  /** The Compose project's name, which tells installations on one machine apart. */
  readonly name: string;
  readonly directory: string;
  /** What runs the services; absent while monitoring is not enabled. */
  readonly runtime?: string;
  /** In the order of the stack; empty while monitoring is not enabled. */
  readonly services: readonly ServiceStatus[];
}

/** Everything that the home screen can look at or do. Each `change` is an operation that can be interrupted. */
export interface HomeActions {
  readonly status: Action<"read", (signal: AbortSignal) => Promise<HomeStatus>>;
  readonly figures: Action<"read", (signal: AbortSignal) => Promise<Figures>>;
  readonly logs: Action<"read", (request: LogRequest) => AsyncIterable<LogLine>>;
  readonly openGrafana: Action<"read", () => Promise<{ readonly url: string; readonly result: OpenedUrl }>>;
  readonly enable: Action<"change", (signal: AbortSignal) => Operation<unknown>>;
  readonly disable: Action<"change", (signal: AbortSignal) => Operation<unknown>>;
  readonly start: Action<"change", (service: string, signal: AbortSignal) => Operation<unknown>>;
  readonly stop: Action<"change", (service: string, signal: AbortSignal) => Operation<unknown>>;
  readonly restart: Action<"change", (service: string, signal: AbortSignal) => Operation<unknown>>;
}

/** Whether an action may be run on a screen. */
export const isAllowed = (actions: HomeActions, name: keyof HomeActions, readOnly: boolean): boolean =>
  !readOnly || actions[name].effect === "read";
