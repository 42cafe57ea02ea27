import type { Problem } from "../errors.ts";
import type { Operation, ServiceState } from "../progress.ts";

/** One thing that preflight looked at before anything is changed. */
export interface Finding extends Problem {
  /** Stable, greppable: `engine-version`, `port-monitor`, `disk-space`. */
  readonly id: string;
  readonly level: "ok" | "warning" | "error";
  /** The port of this machine that was looked at, where it was one. */
  readonly port?: number;
}

/** One service as it is now. */
export interface ServiceStatus {
  readonly service: string;
  readonly state: ServiceState;
  /** Why, where the state alone does not tell: exit code, missing program, last health answer. */
  readonly detail?: string;
  readonly remedy?: string;
  readonly image?: string;
  /** Where it can be reached from this machine. */
  readonly url?: string;
  readonly startedAt?: Date;
  readonly restarts?: number;
}

export interface LogLine {
  readonly service: string;
  readonly time?: Date;
  readonly text: string;
}

export interface LogRequest {
  /** All services where empty. */
  readonly services: readonly string[];
  readonly follow: boolean;
  /** How many of the last lines of each service. */
  readonly tail: number;
  readonly signal: AbortSignal;
}

export interface UpResult {
  /** Services whose process is new since this run. */
  readonly started: readonly string[];
}

/**
 * Where the services of one installation run. Every method can be called in any state, any number of times: `up` on a
 * running stack changes nothing, `down` on a stopped one neither.
 */
export interface Runtime {
  readonly name: "docker" | "native";

  /** Looks at everything that `up` needs, changes nothing. `firstTime`: nothing of this installation exists yet. */
  preflight(signal: AbortSignal): Promise<readonly Finding[]>;

  /** Starts what is not running, recreates what changed, and waits until every service is healthy. */
  up(signal: AbortSignal): Operation<UpResult>;

  /** Stops and removes every process or container of the installation; its data stays. */
  down(signal: AbortSignal): Operation<void>;

  start(service: string, signal: AbortSignal): Operation<void>;
  stop(service: string, signal: AbortSignal): Operation<void>;
  restart(service: string, signal: AbortSignal): Operation<void>;

  /** Stops one service and wipes its data. */
  remove(service: string, signal: AbortSignal): Operation<void>;

  /**
   * Runs a command where the service runs (in its container, or with its environment), with text on its standard input.
   * @returns What it printed; `code` is its exit code.
   */
  execute(service: string, command: readonly string[], input: string): Promise<{ code: number; output: string }>;

  /** Every service that this installation has by its settings, in the order of the stack. */
  status(): Promise<readonly ServiceStatus[]>;

  /** Merged by arrival; ends with the signal, or when `follow` is off at the logs' end. */
  logs(request: LogRequest): AsyncIterable<LogLine>;
}
