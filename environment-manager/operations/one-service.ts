import { exitCode, UserError } from "../errors.ts";
import type { Operation } from "../progress.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import type { Project } from "../settings/project.ts";
import { changing } from "./audit.ts";
import { enabledRuntime } from "./select-runtime.ts";

/** What can be done to one service; `remove` wipes its data as well. */
export type ServiceVerb = "start" | "stop" | "restart" | "remove";

/** @throws UserError where the installation has no such service; nothing has been changed then. */
export async function requireService(runtime: Runtime, service: string): Promise<void> {
  const names = (await runtime.status()).map((status) => status.service);
  if (names.includes(service)) return;
  throw new UserError(
    { what: `There is no service ${service}`, remedy: `The services are: ${names.join(", ")}` },
    exitCode.usage,
  );
}

/**
 * Starts, stops, restarts or deletes one service, holding the installation's lock.
 * @throws UserError where monitoring is not enabled; only data can be deleted then.
 */
export async function* changeService(
  project: Project,
  runtime: Runtime,
  verb: ServiceVerb,
  service: string,
  signal: AbortSignal,
): Operation<void> {
  if (verb !== "remove") requireEnabled(project);
  yield* changing(project, `${verb} ${service}`, () => runtime[verb](service, signal));
}

/** @throws UserError where nothing was enabled in the project directory, or it was disabled since. */
export function requireEnabled({ paths }: Project): void {
  if (enabledRuntime(paths) !== undefined) return;
  throw new UserError({
    what: "Monitoring is not enabled here",
    where: paths.directory,
    remedy: "Start all services with: env-manager enable",
  });
}
