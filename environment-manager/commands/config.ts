import { exitCode } from "../errors.ts";
import { settingsDocument, settingsText } from "../settings/effective.ts";
import type { CommandContext } from "./context.ts";

export async function run(context: CommandContext) {
  const loaded = await context.loadProject();
  context.print(settingsDocument(loaded), settingsText(loaded));
  return exitCode.done;
}
