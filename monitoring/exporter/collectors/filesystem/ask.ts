import { statfs, statfsSync } from "node:fs";

/** Room in a file system; sizes in bytes. */
export type Room = {
  readonly size: number;
  readonly free: number;
  readonly available: number;
  readonly files: number;
  readonly filesFree: number;
};

/** What came of asking: the room there is, or why it is not known. */
export type Answer = Room | { readonly error: string };

type Statfs = { bsize: number; blocks: number; bfree: number; bavail: number; files: number; ffree: number };

const toRoom = ({ bsize, blocks, bfree, bavail, files, ffree }: Statfs): Room => ({
  size: blocks * bsize,
  free: bfree * bsize,
  available: bavail * bsize,
  files,
  filesFree: ffree,
});

// The words that the C library and node_exporter have for these, since the label's value is looked for in alerts.
const words: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  ENOENT: "no such file or directory",
  ENOTDIR: "not a directory",
  EIO: "input/output error",
  ESTALE: "stale NFS file handle",
  ENOTCONN: "transport endpoint is not connected",
  EHOSTDOWN: "host is down",
  EHOSTUNREACH: "no route to host",
  ETIMEDOUT: "connection timed out",
  ELOOP: "too many levels of symbolic links",
};

const toError = (error: unknown): Answer => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return { error: words[code] ?? code };
};

/** Asks at once. Only for file systems that cannot hang. */
export const askNow = (path: string): Answer => {
  try {
    return toRoom(statfsSync(path));
  } catch (error) {
    return toError(error);
  }
};

/** Asks in a thread of the pool; `answered` may never be called. */
export type Ask = (path: string, answered: (answer: Answer) => void) => void;

export const askInThread: Ask = (path, answered) =>
  statfs(path, (error, stats) => answered(error === null ? toRoom(stats) : toError(error)));

/** What is said of a mount that does not answer, in node_exporter's words. */
export const timedOut: Answer = { error: "mountpoint timeout" };

/** What is said of a mount that the machine has and we, in our container, do not see. */
export const notVisible: Answer = { error: "not visible in this container" };
