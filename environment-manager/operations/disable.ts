import type { Operation } from "../progress.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import type { Project } from "../settings/project.ts";
import { changing } from "./audit.ts";
import { forgetRuntime } from "./select-runtime.ts";

/** Stops and removes every container and process of the installation; its data and settings stay. */
export const disable = (project: Project, runtime: Runtime, signal: AbortSignal): Operation<void> =>
  changing(project, `disable (${runtime.name})`, async function* () {
    yield* runtime.down(signal);
    forgetRuntime(project.paths);
  });
