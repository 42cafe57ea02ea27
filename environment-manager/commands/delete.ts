import { exitCode } from "../errors.ts";
import { requireService } from "../operations/one-service.ts";
import { selectRuntime } from "../operations/select-runtime.ts";
import { confirmByTyping } from "../terminal/prompt.ts";
import { type CommandContext, requiredArgument } from "./context.ts";
import { serviceCommand } from "./service-verb.ts";

const remove = serviceCommand("remove", "deleted, with its data");

export async function run(context: CommandContext) {
  const service = requiredArgument(context);
  const { project } = await context.loadProject();
  const { runtime } = await selectRuntime(project);
  await requireService(runtime, service);
  if (context.options["dryRun"]) {
    context.print({ service, runtime: runtime.name }, `Would stop ${service} and wipe its data (${runtime.name}).`);
    return exitCode.done;
  }
  if (!(await confirmByTyping(`This stops ${service} and wipes its data for good.`, service, context))) {
    context.print({ service, done: false }, "Nothing was deleted.");
    return exitCode.failed;
  }
  return remove(context);
}
