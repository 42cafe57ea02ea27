import { type ExitCode, exitCode, UserError } from "../errors.ts";

const meanings: Readonly<Record<string, { what: string; remedy: string; code: ExitCode }>> = {
  EACCES: {
    what: "Permission denied",
    remedy: "Run as the user that owns the project directory, or give this user access to it",
    code: exitCode.noPermission,
  },
  EPERM: {
    what: "Operation not permitted",
    remedy: "Run as the user that owns the project directory",
    code: exitCode.noPermission,
  },
  EROFS: {
    what: "The file system is read-only",
    remedy: "Choose a project directory that can be written to with --project-dir",
    code: exitCode.noPermission,
  },
  ENOSPC: { what: "No space left on the disk", remedy: "Free some space, then run again", code: exitCode.failed },
  EDQUOT: { what: "The disk quota is used up", remedy: "Free some space, then run again", code: exitCode.failed },
  EMFILE: {
    what: "Too many open files",
    remedy: "Raise the limit with `ulimit -n`, then run again",
    code: exitCode.failed,
  },
};

/**
 * Puts an error that reached the top into our three classes: what the operating system refused (no permission, disk
 * full) is the user's to put right wherever it happened, not a bug. Gives back anything else as it is.
 */
export function classify(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const { code, path }: NodeJS.ErrnoException = error;
  const meaning = code === undefined ? undefined : meanings[code];
  if (meaning === undefined) return error;
  const { what, remedy, code: exit } = meaning;
  const known = new UserError({ what, remedy, ...(path === undefined ? {} : { where: path }) }, exit);
  known.cause = error;
  return known;
}
