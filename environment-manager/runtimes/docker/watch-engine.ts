import { setTimeout as delay } from "node:timers/promises";
import { ExternalError, exitCode } from "../../errors.ts";
import type { Operation } from "../../progress.ts";
import type { Runtime } from "../runtime.ts";
import type { Engine } from "./find-engine.ts";

const askEveryMilliseconds = 2000;
/** A healthy engine answers within milliseconds; one on a machine short of memory or disk time may take long. */
const patienceMilliseconds = 15_000;

/**
 * Runs an operation that needs the engine, and ends it with an ExternalError as soon as the engine goes away or answers no
 * more: the engine's API and Compose would wait for ever. What the engine itself refuses becomes an ExternalError too.
 */
export async function* whileEngineAnswers<Result>(
  engine: Engine,
  signal: AbortSignal,
  operation: (signal: AbortSignal) => Operation<Result>,
): Operation<Result> {
  const watch = watchEngine(engine);
  // Ends programs that the operation has started, as an interruption does.
  const steps = operation(AbortSignal.any([signal, watch.gone]));
  try {
    while (true) {
      const step = await Promise.race([steps.next(), watch.failure]);
      if (step.done) return step.value;
      yield step.value;
    }
  } catch (error) {
    throw await watch.explain(error);
  } finally {
    watch.end();
    // Not where it waits for an engine that is gone: it would never return.
    if (!watch.gone.aborted) await steps.return(undefined as never);
  }
}

/** The same for something short without progress. */
export async function whileAnswering<Result>(engine: Engine, work: () => Promise<Result>): Promise<Result> {
  const watch = watchEngine(engine);
  try {
    return await Promise.race([work(), watch.failure]);
  } catch (error) {
    throw await watch.explain(error);
  } finally {
    watch.end();
  }
}

/** A runtime each of whose methods ends when its engine does. Following logs is left to the user to end. */
export const watchedRuntime = (runtime: Runtime, engine: Engine): Runtime => ({
  name: runtime.name,
  preflight: (signal) => whileAnswering(engine, () => runtime.preflight(signal)),
  up: (signal) => whileEngineAnswers(engine, signal, runtime.up),
  down: (signal) => whileEngineAnswers(engine, signal, runtime.down),
  start: (service, signal) => whileEngineAnswers(engine, signal, (ends) => runtime.start(service, ends)),
  stop: (service, signal) => whileEngineAnswers(engine, signal, (ends) => runtime.stop(service, ends)),
  restart: (service, signal) => whileEngineAnswers(engine, signal, (ends) => runtime.restart(service, ends)),
  remove: (service, signal) => whileEngineAnswers(engine, signal, (ends) => runtime.remove(service, ends)),
  execute: (service, command, input) => whileAnswering(engine, () => runtime.execute(service, command, input)),
  status: () => whileAnswering(engine, runtime.status),
  logs: runtime.logs,
});

function watchEngine(engine: Engine) {
  const ended = new AbortController();
  const gone = new AbortController();
  const watching = async (): Promise<never> => {
    while (true) {
      await delay(askEveryMilliseconds, undefined, { signal: ended.signal });
      const error = await answers(engine, ended.signal);
      if (error === undefined) continue;
      gone.abort();
      throw error;
    }
  };
  const failure = watching();
  // It also ends when the watch does, and nobody listens any more.
  failure.catch(() => {});
  return {
    gone: gone.signal,
    failure,
    end: () => ended.abort(),
    /** The error as people are to see it: where the engine is gone, that, and not what came of it elsewhere. */
    explain: async (error: unknown): Promise<unknown> => {
      if (gone.signal.aborted) return failure.catch((lost: unknown) => lost);
      return engineError(engine, error);
    },
  };
}

/** Why the engine does not answer; undefined where it does. */
async function answers(engine: Engine, signal: AbortSignal): Promise<ExternalError | undefined> {
  const silent = delay(patienceMilliseconds, undefined, { signal }).then(() =>
    lost(engine, `no answer in ${patienceMilliseconds / 1000} s`),
  );
  const asked = engine.api.ping().then(
    () => undefined,
    (error: Error) => lost(engine, error.message, error),
  );
  return Promise.race([asked, silent.catch(() => undefined)]);
}

const lost = ({ host }: Engine, why: string, cause?: unknown) =>
  new ExternalError("The Docker engine does not answer any more", {
    program: "Docker engine",
    lastLines: [`${host}: ${why}`],
    remedy: "Start the engine again (systemctl restart docker), then run the same command again",
    exitCode: exitCode.unavailable,
    cause,
  });

/** What the engine's API threw, as an ExternalError; anything else as it is. */
function engineError(engine: Engine, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ExternalError) return error;
  const { statusCode, json, code, syscall } = error as NodeJS.ErrnoException & ApiError;
  if (statusCode !== undefined) {
    return new ExternalError("The Docker engine refused a request", {
      program: "Docker engine",
      code: statusCode,
      lastLines: [json?.message ?? error.message],
      cause: error,
    });
  }
  const isLost = code === "ECONNRESET" || code === "EPIPE" || (syscall === "connect" && code !== "EACCES");
  return isLost ? lost(engine, error.message, error) : error;
}

/** What dockerode adds to the error for an answer that is none of success. */
interface ApiError {
  readonly statusCode?: number;
  readonly json?: { readonly message?: string };
}
