import { exitCode } from "../errors.ts";
import { uninstallService } from "../operations/native-service.ts";
import type { CommandContext } from "./context.ts";

export async function run(context: CommandContext) {
  const { project } = await context.loadProject();
  const removed = await context.perform(uninstallService(project, context.signal));
  context.print({ removed: removed ?? null }, removed ? `${removed.unit} is removed.` : "No unit was installed.");
  return exitCode.done;
}
