import type { ServiceState } from "../../../progress.ts";
import type { ServiceDefinition } from "../definition.ts";
import type { ProcessIdentity } from "../process-table.ts";
import { restartDelay, restartPolicy } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { watchHealth } from "./health.ts";
import type { ServiceReport } from "./protocol.ts";
import type { Readiness } from "./readiness.ts";
import { type ProcessSurroundings, type ServiceProcess, startProcess } from "./service-process.ts";

export interface ServiceSurroundings extends ProcessSurroundings {
  readonly clock: Clock;
  readonly ask: (definition: ServiceDefinition, process: ProcessIdentity) => Promise<Readiness>;
  readonly onChange: () => void;
}

/** Calls of these must not overlap; the supervisor does one after the other. */
export interface SupervisedService {
  definition(): ServiceDefinition;
  report(): ServiceReport;
  process(): ProcessIdentity | undefined;
  /** Starts it unless it runs. */
  start(): void;
  /** Resolves once nothing of it is left. */
  stop(): Promise<void>;
  /** Takes on a definition, does what the difference calls for, and starts it unless it runs. */
  change(definition: ServiceDefinition): Promise<void>;
}

/** Keeps one service running: starts it, watches its health, and starts it again with growing pauses when it ends. */
export function superviseService(first: ServiceDefinition, surroundings: ServiceSurroundings): SupervisedService {
  const { clock, log } = surroundings;
  let definition = first;
  let wanted = false;
  let state: ServiceState = "stopped";
  let detail: string | undefined;
  let run: { readonly process: ServiceProcess; readonly startedAt: number } | undefined;
  /** Ends in a row, forgotten once it has run for a while. */
  let ends = 0;
  let restarts = 0;
  let callOffNext = () => {};

  const note = (text: string) => log.write([`[env-manager] ${text}`]);

  function become(next: ServiceState, why?: string): void {
    state = next;
    detail = why;
    surroundings.onChange();
  }

  function launch(): void {
    const process = startProcess(definition, surroundings);
    const current = { process, startedAt: clock.now() };
    run = current;
    if (process.identity) note(`started, pid ${process.identity.pid}`);
    if (ends < restartPolicy.quickTries) become("starting");
    else become("failed", "it has been started again and is not ready yet");
    const stopWatching = process.identity ? watch(process.identity) : () => {};
    process.gone.then((how) => {
      stopWatching();
      note(how);
      run = undefined;
      if (wanted) {
        launchLater(how);
        return;
      }
      become("stopped");
      // Opened again by the next line: a service that was removed must not keep its file.
      log.close();
    });
  }

  function launchLater(how: string): void {
    ends++;
    const delay = restartDelay(ends);
    const pause = delay < 1000 ? `${delay} ms` : `${delay / 1000} s`;
    become(ends < restartPolicy.quickTries ? "restarting" : "failed", `${how}; next start in ${pause}`);
    callOffNext = clock.after(delay, () => {
      restarts++;
      launch();
    });
  }

  /** Follows the health of the process that runs now; returns what ends it. */
  function watch(identity: ProcessIdentity): () => void {
    let callOffSettled = () => {};
    const end = watchHealth({
      clock,
      withinMs: definition.readiness.withinSeconds * 1000,
      ask: () => surroundings.ask(definition, identity),
      onHealthy: () => {
        become("healthy");
        callOffSettled();
        callOffSettled = clock.after(restartPolicy.settledAfterMs, () => {
          ends = 0;
        });
      },
      onUnhealthy: (why) => {
        // A service that keeps ending stays `failed`, which says more.
        if (state !== "failed") become("unhealthy", `${definition.readiness.url}: ${why}`);
      },
    });
    return () => {
      end();
      callOffSettled();
    };
  }

  function start(): void {
    wanted = true;
    if (run) return;
    ends = 0;
    restarts = 0;
    launch();
  }

  async function stop(): Promise<void> {
    wanted = false;
    callOffNext();
    if (!run) {
      become("stopped");
      return;
    }
    const { process } = run;
    process.signal(definition.stop.signal);
    const callOffKill = clock.after(definition.stop.withinSeconds * 1000, () => {
      note(`did not stop within ${definition.stop.withinSeconds} s and is killed`);
      process.signal("SIGKILL");
    });
    await process.gone;
    callOffKill();
  }

  async function change(next: ServiceDefinition): Promise<void> {
    const { restartKey, reloadKey } = definition;
    const waits = state === "failed" || state === "restarting";
    if (next.restartKey !== restartKey || waits) await stop();
    definition = next;
    if (run && next.reloadKey !== reloadKey) {
      note("is told to read its configuration anew (SIGHUP)");
      run.process.signal("SIGHUP");
    }
    start();
  }

  return {
    definition: () => definition,
    process: () => run?.process.identity,
    report: () => ({
      name: definition.name,
      state,
      ...(detail !== undefined && { detail }),
      ...(run?.process.identity && {
        pid: run.process.identity.pid,
        startedAt: new Date(run.startedAt).toISOString(),
      }),
      restarts,
      wanted,
    }),
    start,
    stop,
    change,
  };
}
