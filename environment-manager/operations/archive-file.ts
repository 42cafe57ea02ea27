import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { exitCode, type Problem, UserError } from "../errors.ts";

/** Makes sure, before anything is asked of the engine, that a new archive can be written there. */
export function refuseAsNewArchive(file: string): void {
  if (existsSync(file)) {
    throw usage({ what: "The file exists already", where: file, remedy: "Name a new one, or move that one away" });
  }
  const folder = dirname(file);
  if (!existsSync(folder)) throw usage({ what: "There is no such folder", where: folder, remedy: "Make it first" });
  if (!statSync(folder).isDirectory()) throw usage({ what: "This is no folder", where: folder });
  refuseWithout(constants.W_OK, folder, "Name a file in a folder that you may write to");
}

/** Makes sure that there is a file that can be read as an archive; a pipe is one as well. */
export function refuseAsArchive(file: string): void {
  if (!existsSync(file)) {
    throw usage({ what: "There is no such file", where: file, remedy: "Name the file that images save wrote" });
  }
  if (statSync(file).isDirectory()) {
    throw usage({ what: "This is a folder", where: file, remedy: "Name the file that images save wrote" });
  }
  refuseWithout(constants.R_OK, file, "Let its owner give you access");
}

function refuseWithout(mode: number, where: string, remedy: string): void {
  try {
    accessSync(where, mode);
  } catch {
    throw new UserError({ what: "Permission denied", where, remedy }, exitCode.noPermission);
  }
}

const usage = (problem: Problem) => new UserError(problem, exitCode.usage);
