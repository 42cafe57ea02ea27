import type { ServiceState } from "../../../progress.ts";
import type { ServiceDefinition } from "../definition.ts";

/** One service as its supervisor sees it. */
export interface ServiceReport {
  readonly name: string;
  readonly state: ServiceState;
  /** Why, where the state does not tell. */
  readonly detail?: string;
  readonly pid?: number;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** Starts after the service had ended by itself, since it was last told to start. */
  readonly restarts: number;
  /** Whether it is to run. */
  readonly wanted: boolean;
}

export interface SupervisorReport {
  readonly pid: number;
  /** Hash of the program that it runs, so that a newer manager can replace it. */
  readonly build: string;
  readonly services: readonly ServiceReport[];
}

/**
 * What the supervisor can be asked: JSON, one line a message, over a socket in a folder that only its user can enter.
 * Each request `{id, method, parameters}` is answered by `{id, result}` or `{id, error}`.
 */
export interface SupervisorMethods {
  status: { parameters: Record<never, never>; result: SupervisorReport };
  /**
   * Makes these the services that run: starts what is new or has ended, restarts what changed, lets go of what is neither
   * here nor in `keep`. Answers when all have been started, not when they are healthy.
   */
  apply: {
    parameters: { readonly definitions: readonly ServiceDefinition[]; readonly keep: readonly string[] };
    result: SupervisorReport;
  };
  start: { parameters: { readonly service: string }; result: SupervisorReport };
  stop: { parameters: { readonly service: string }; result: SupervisorReport };
  restart: { parameters: { readonly service: string }; result: SupervisorReport };
  /** Stops a service and forgets it. */
  remove: { parameters: { readonly service: string }; result: SupervisorReport };
  /** Stops everything and ends. `disable`: nothing runs at the next start either. */
  shutdown: { parameters: { readonly disable: boolean }; result: SupervisorReport };
  /** From now on `{event: ServiceReport}` comes at each change. */
  subscribe: { parameters: Record<never, never>; result: SupervisorReport };
}

export type SupervisorMethod = keyof SupervisorMethods;

export interface SupervisorRequest {
  readonly id: number;
  readonly method: SupervisorMethod;
  readonly parameters: unknown;
}

export type SupervisorMessage =
  | { readonly id: number; readonly result: SupervisorReport }
  | { readonly id: number; readonly error: string }
  | { readonly event: ServiceReport };
