import { resolve } from "node:path";
import { exitCode } from "../errors.ts";
import { saveImages } from "../operations/images.ts";
import { type CommandContext, requiredArgument } from "./context.ts";

export async function run(context: CommandContext) {
  const file = resolve(requiredArgument(context));
  const { project } = await context.loadProject();
  const images = await context.perform(saveImages(project, file, context.signal));
  context.print({ file, images }, [`Saved to ${file}:`, ...images.map((image) => `  ${image}`)].join("\n"));
  return exitCode.done;
}
