import { join } from "node:path";
import type { Project } from "../../settings/project.ts";
import type { NativeService } from "../../stack/native-service.ts";
import type { Runtime } from "../runtime.ts";
import { down } from "./down.ts";
import { executeFor } from "./execute.ts";
import { nativeInstallation } from "./installation.ts";
import { nativeLogs } from "./logs.ts";
import { removeService, startService, stopService } from "./one-service.ts";
import { nativePreflight } from "./preflight.ts";
import { nativeStatus } from "./status.ts";
import { up } from "./up.ts";

/** The supervisor's program: built beside the manager's. */
export const supervisorProgram = (project: Project): string => join(project.programRoot, "dist", "supervisor.cjs");

/**
 * Services as processes of this machine, without Docker, kept running by a supervisor in the background.
 * @param supervisor the supervisor's program, a script for Node.
 */
export function nativeRuntime(
  project: Project,
  services: readonly NativeService[],
  supervisor: string = supervisorProgram(project),
): Runtime {
  const installation = nativeInstallation(project, services, supervisor);
  return {
    name: "native",
    preflight: (signal) => nativePreflight(installation, signal),
    up: (signal) => up(installation, signal),
    down: (signal) => down(installation, signal),
    start: (service, signal) => startService(installation, service, "start", signal),
    restart: (service, signal) => startService(installation, service, "restart", signal),
    stop: (service, signal) => stopService(installation, service, signal),
    remove: (service, signal) => removeService(installation, service, signal),
    execute: (service, command, input) => executeFor(installation, service, command, input),
    status: () => nativeStatus(installation),
    logs: (request) => nativeLogs(installation, request),
  };
}
