import { exitCode } from "../errors.ts";
import { readStatus } from "../operations/status.ts";
import { renderServices } from "../terminal/service-table.ts";
import type { CommandContext } from "./context.ts";

/** Exit code 0 where all is well, 1 where something is not running, 2 where something is broken. */
export async function run(context: CommandContext) {
  const { project } = await context.loadProject();
  const status = await readStatus(project);
  const head = status.enabled
    ? `Monitoring by ${status.runtime} in ${project.paths.directory}`
    : `Monitoring is not enabled in ${project.paths.directory}. Start it with: env-manager enable`;
  const table = renderServices(status.services, { ...context.look, now: new Date() });
  context.print({ ...status, directory: project.paths.directory }, status.enabled ? `${head}\n\n${table}` : head);
  if (status.verdict === "critical") return exitCode.critical;
  return status.verdict === "healthy" ? exitCode.done : exitCode.failed;
}
