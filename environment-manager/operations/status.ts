import type { Runtime, ServiceStatus } from "../runtimes/runtime.ts";
import type { Project } from "../settings/project.ts";
import { enabledRuntime, openRuntime } from "./select-runtime.ts";

export interface StackStatus {
  readonly enabled: boolean;
  readonly runtime: Runtime["name"] | undefined;
  readonly services: readonly ServiceStatus[];
  /** `warning`: a service is stopped, starting or cannot be had here; `critical`: one is broken. */
  readonly verdict: "healthy" | "warning" | "critical";
}

/** Looks at every service of the installation where it was enabled; changes nothing. */
export async function readStatus(project: Project): Promise<StackStatus> {
  const runtime = enabledRuntime(project.paths);
  if (!runtime) return { enabled: false, runtime: undefined, services: [], verdict: "warning" };
  const services = await (await openRuntime(project, runtime)).status();
  return { enabled: true, runtime, services, verdict: judge(services) };
}

function judge(services: readonly ServiceStatus[]): StackStatus["verdict"] {
  const states = services.map(({ state }) => state);
  if (states.some((state) => ["failed", "unhealthy", "restarting"].includes(state))) return "critical";
  return states.every((state) => state === "healthy" || state === "running") ? "healthy" : "warning";
}
