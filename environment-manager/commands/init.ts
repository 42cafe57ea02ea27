import { existsSync, readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { exitCode, UserError } from "../errors.ts";
import { fillProject } from "../operations/project-files.ts";
import { loadSettings } from "../settings/load.ts";
import { projectPaths } from "../settings/project.ts";
import { type CommandContext, requiredArgument } from "./context.ts";

export async function run(context: CommandContext) {
  const directory = resolve(requiredArgument(context));
  const paths = projectPaths(directory);
  if (existsSync(directory) && !statSync(directory).isDirectory()) {
    throw new UserError({ what: "This is no folder", where: directory, remedy: "Name a new one" }, exitCode.usage);
  }
  if (existsSync(directory) && readdirSync(directory).length > 0 && !existsSync(paths.compose)) {
    throw new UserError(
      {
        what: "The directory is not empty and holds no installation",
        where: directory,
        remedy: "Name a new directory, or an empty one",
      },
      exitCode.usage,
    );
  }
  const { settings, extra } = await loadSettings({ flags: context.flags, environment: process.env, paths });
  await context.perform(fillProject({ paths, settings, extra, programRoot: context.programRoot }));
  const next = `Start it with: env-manager enable --project-dir ${directory}`;
  context.print({ directory }, `${directory} is filled. ${next}`);
  return exitCode.done;
}
