import { exitCode } from "../errors.ts";
import { disable } from "../operations/disable.ts";
import { enabledRuntime, selectRuntime } from "../operations/select-runtime.ts";
import type { CommandContext } from "./context.ts";

export async function run(context: CommandContext) {
  const { project } = await context.loadProject();
  const { runtime } = await selectRuntime(project);
  const running = (await runtime.status()).filter(({ state }) => state !== "absent" && state !== "unavailable");
  const services = running.map(({ service }) => service);
  if (context.options["dryRun"]) {
    context.print({ runtime: runtime.name, services }, `Would stop and remove: ${services.join(", ") || "nothing"}`);
    return exitCode.done;
  }
  // Under a project name of then, or half started, it is enabled although none of its services is seen here.
  const enabled = running.some(({ state }) => state !== "stopped") || enabledRuntime(project.paths) !== undefined;
  await context.perform(disable(project, runtime, context.signal));
  const text = enabled ? "Monitoring is stopped. Data and settings are kept." : "Nothing was running.";
  context.print({ runtime: runtime.name, services }, text);
  return exitCode.done;
}
