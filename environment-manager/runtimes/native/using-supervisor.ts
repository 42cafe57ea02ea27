import type { Operation } from "../../progress.ts";
import type { NativeInstallation } from "./installation.ts";
import { throwIfInterrupted } from "./interruption.ts";
import { ensureSupervisor } from "./launch-supervisor.ts";
import type { SupervisorClient } from "./supervisor-client.ts";

/**
 * Does something with the supervisor, which is started where none runs, while its events are coming in. An interruption
 * ends the conversation at once; the supervisor itself finishes what it was told.
 */
export async function* usingSupervisor<Result>(
  { project, supervisorProgram }: NativeInstallation,
  signal: AbortSignal,
  use: (supervisor: SupervisorClient) => Operation<Result>,
): Operation<Result> {
  const supervisor = await ensureSupervisor(project, supervisorProgram, signal);
  const close = () => supervisor.close();
  signal.addEventListener("abort", close);
  try {
    await supervisor.ask("subscribe", {});
    return yield* use(supervisor);
  } catch (error) {
    // What failed because the conversation was ended failed because of that.
    throwIfInterrupted(signal);
    throw error;
  } finally {
    signal.removeEventListener("abort", close);
    supervisor.close();
  }
}
