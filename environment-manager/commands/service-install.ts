import { exitCode } from "../errors.ts";
import { installService, printableUnit } from "../operations/native-service.ts";
import type { CommandContext } from "./context.ts";

export async function run(context: CommandContext) {
  const { project } = await context.loadProject();
  if (context.options["dryRun"]) {
    const unit = printableUnit(project);
    context.print({ unit }, unit.trimEnd());
    return exitCode.done;
  }
  const { unit, path } = await context.perform(installService(project, context.signal));
  context.print({ unit, path }, `${unit} is installed: the services start with the machine.`);
  return exitCode.done;
}
