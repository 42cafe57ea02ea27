import { exitCode, UserError } from "../errors.ts";
import type { Operation } from "../progress.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import type { Project } from "../settings/project.ts";
import { changing } from "./audit.ts";

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

/** Starts, stops, restarts or deletes one service, holding the installation's lock. */
export const changeService = (
  project: Project,
  runtime: Runtime,
  verb: ServiceVerb,
  service: string,
  signal: AbortSignal,
): Operation<void> => changing(project, `${verb} ${service}`, () => runtime[verb](service, signal));
