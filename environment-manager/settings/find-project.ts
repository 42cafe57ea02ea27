import { statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { type ExitCode, exitCode, UserError } from "../errors.ts";

export interface ProjectSearch {
  /** What `--project-dir` says. */
  readonly named?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Root of the program's own files, symbolic links resolved: a clone, or a package below `node_modules`. */
  readonly programRoot: string;
}

/**
 * The absolute path of the project directory: `--project-dir`, else ENV_MANAGER_PROJECT_DIR, else the nearest folder
 * from the working directory upwards that is one, else the clone that the program runs from, else (for an installed
 * package) the user's data folder, which need not be there yet.
 * @throws UserError where a directory that was named is none (64 for the flag, 78 for the variable)
 */
export function findProject({ named, environment, cwd, programRoot }: ProjectSearch): string {
  if (named !== undefined) return namedDirectory(named, cwd, "--project-dir", exitCode.usage);
  const variable = environment["ENV_MANAGER_PROJECT_DIR"];
  if (variable) return namedDirectory(variable, cwd, "environment ENV_MANAGER_PROJECT_DIR", exitCode.configuration);
  const around = upwards(cwd).find((folder) => isProject(folder) && (folder === cwd || isTrusted(folder)));
  if (around !== undefined) return around;
  return programRoot.split(sep).includes("node_modules") ? dataFolder(environment) : programRoot;
}

function namedDirectory(path: string, cwd: string, where: string, code: ExitCode): string {
  const directory = resolve(cwd, path);
  const problem = path === "" ? "is empty" : whyNoDirectory(directory);
  if (problem === undefined) return directory;
  throw new UserError(
    {
      what: path === "" ? `The project directory ${problem}` : `The project directory ${directory} ${problem}`,
      where,
      remedy: "Name a folder that is there, or make one with: env-manager init DIR",
    },
    code,
  );
}

function whyNoDirectory(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? undefined : "is not a folder";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "does not exist" : `cannot be looked at (${code})`;
  }
}

const isDirectory = (path: string): boolean => whyNoDirectory(path) === undefined;

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function isProject(directory: string): boolean {
  try {
    return isDirectory(join(directory, ".env-manager")) || isFile(join(directory, "head_1", "docker-compose.yml"));
  } catch {
    return false; // a folder that may not be looked into is not one of ours
  }
}

/** A folder above the working directory counts only if nobody else could have put it there, as in /tmp. */
function isTrusted(directory: string): boolean {
  const { uid } = statSync(directory);
  return [0, process.getuid?.(), Number(process.env["SUDO_UID"])].includes(uid);
}

function upwards(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upwards(parent)];
}

/** The XDG base directory specification has a relative path ignored. */
function dataFolder(environment: NodeJS.ProcessEnv): string {
  const configured = environment["XDG_DATA_HOME"] ?? "";
  const home = environment["HOME"] || homedir();
  return join(isAbsolute(configured) ? configured : join(home, ".local", "share"), "env-manager");
}
