import type { ServiceStatus } from "../../runtimes/runtime.ts";
import type { OperationView } from "./operation-runner.ts";

/** The services as last read, with what a running operation says about them since. */
export function liveServices(services: readonly ServiceStatus[], view: OperationView): readonly ServiceStatus[] {
  if (view.phase !== "running") return services;
  const said = new Map(view.progress.services.map((progress) => [progress.service, progress]));
  const known = services.map((status) => {
    const progress = said.get(status.service);
    said.delete(status.service);
    if (progress === undefined) return status;
    const { detail: _, ...rest } = status;
    return { ...rest, state: progress.state, ...(progress.detail === undefined ? {} : { detail: progress.detail }) };
  });
  return [...known, ...Array.from(said.values(), ({ service, state }) => ({ service, state }))];
}
