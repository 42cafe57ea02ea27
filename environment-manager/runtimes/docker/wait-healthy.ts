import { ExternalError, Interrupted } from "../../errors.ts";
import type { Operation, ServiceState } from "../../progress.ts";
import { type StackContainer, stackContainers } from "./containers.ts";
import type { Engine } from "./find-engine.ts";
import { jsonLines } from "./images.ts";
import { lastLogLines } from "./logs.ts";

const settled: readonly ServiceState[] = ["healthy", "running"];
const broken: readonly ServiceState[] = ["unhealthy", "failed", "stopped"];
/** A first start can fail for want of something that comes a moment later; the engine tries again at growing intervals. */
const restartsAllowed = 2;

const isBroken = ({ state, restarts }: StackContainer) =>
  broken.includes(state) || (state === "restarting" && restarts > restartsAllowed);

/** Even if an event is missed, the containers are looked at this often. */
const lookAgainMilliseconds = 2000;

interface Waiting {
  /** Compose at work: while it is, containers come and go, and none of them is judged yet. */
  readonly starting?: Promise<unknown>;
  /** Only this service; all where absent. */
  readonly service?: string;
}

/**
 * Waits until every container with the labels is healthy, or runs where it has no health check; says each state as it
 * changes.
 * @throws ExternalError with the last log lines of a service that ended, restarts or is unhealthy.
 */
export async function* waitHealthy(
  engine: Engine,
  label: readonly string[],
  signal: AbortSignal,
  { starting, service: only }: Waiting,
): Operation<void> {
  const said = new Map<string, ServiceState>();
  const changes = await containerEvents(engine, label, signal);
  let started = starting === undefined;
  let composeError: unknown;
  starting
    ?.catch((error: unknown) => {
      composeError = error;
    })
    .finally(() => {
      started = true;
      changes.wake();
    });
  try {
    while (true) {
      // Read before the containers are: what they say after Compose has finished is what counts.
      const judge = started;
      const containers = (await stackContainers(engine, label)).filter(({ service }) => !only || service === only);
      // While Compose replaces a container there are two of its service; the engine lists the newest first.
      const newest = new Map(containers.toReversed().map((container) => [container.service, container]));
      for (const { service, state, detail } of newest.values()) {
        if (said.get(service) === state) continue;
        said.set(service, state);
        yield { kind: "service", service, state, ...(detail ? { detail } : {}) };
      }
      if (signal.aborted) throw new Interrupted();
      const failed = containers.find(isBroken);
      if (judge && failed) throw await failure(engine, failed);
      if (judge && composeError) throw composeError;
      if (judge && containers.every(({ state }) => settled.includes(state))) return;
      await changes.next();
    }
  } finally {
    changes.close();
    // An interruption has ended Compose too; it must not outlive us.
    await starting?.catch(() => {});
  }
}

/** Resolves `next()` at the next event of a container with the labels, or after a while. */
async function containerEvents(engine: Engine, label: readonly string[], signal: AbortSignal) {
  const stream = (await engine.api.getEvents({
    filters: { type: ["container"], label: [...label] },
  })) as NodeJS.ReadableStream & { destroy(): void } & AsyncIterable<Buffer>;
  let wake = () => {};
  let pending = false;
  const listen = async () => {
    for await (const event of jsonLines<{ Action?: string }>(stream)) {
      // A health check itself shows as exec events, many a second; only what it found matters.
      if (event.Action?.startsWith("exec_")) continue;
      notify();
    }
  };
  const notify = () => {
    pending = true;
    wake();
  };
  // The stream ends with an error when it is closed, or when the engine goes; looking again finds out which.
  listen().catch(() => {});
  const next = () =>
    new Promise<void>((resolve) => {
      if (pending || signal.aborted) {
        pending = false;
        resolve();
        return;
      }
      const timer = setTimeout(() => wake(), lookAgainMilliseconds);
      wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        wake = () => {};
        pending = false;
        resolve();
      };
      signal.addEventListener("abort", wake, { once: true });
    });
  return { next, wake: notify, close: () => stream.destroy() };
}

async function failure(engine: Engine, { service, state, detail, id }: StackContainer): Promise<ExternalError> {
  const word = { unhealthy: "is unhealthy", restarting: "ends again and again" }[state as string] ?? "ended";
  return new ExternalError(`${service} ${word}${detail ? ` (${detail})` : ""}`, {
    program: service,
    lastLines: await lastLogLines(engine, id, 12),
    remedy: `Look at its whole log with: env-manager logs ${service}`,
  });
}
