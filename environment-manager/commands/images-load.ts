import { resolve } from "node:path";
import { exitCode } from "../errors.ts";
import { loadImages } from "../operations/images.ts";
import { type CommandContext, requiredArgument } from "./context.ts";

export async function run(context: CommandContext) {
  const images = await context.perform(loadImages(resolve(requiredArgument(context)), context.signal));
  context.print({ images }, ["Loaded:", ...images.map((image) => `  ${image}`)].join("\n"));
  return exitCode.done;
}
