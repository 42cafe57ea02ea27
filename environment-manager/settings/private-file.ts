import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The file that `path` names in the end, through symbolic links, whether it is there or not.
 * @throws the file system's error; ELOOP where links lead in a circle
 */
export function linkTarget(path: string, depth = 0): string {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path;
  if (depth === 40) throw Object.assign(new Error(`Too many symbolic links: ${path}`), { code: "ELOOP" });
  return linkTarget(resolve(dirname(path), readlinkSync(path)), depth + 1);
}

/**
 * Replaces the file at `path` by one with `content` that only its owner can read (0600), whole or not at all: a crash at
 * any point leaves the old file or the new one. Run by root, it leaves the file to whom it belonged, or the folder's
 * owner.
 * @throws the file system's error, with nothing left behind
 */
export function writePrivateFile(path: string, content: string): void {
  const folder = dirname(path);
  const owner = statSync(path, { throwIfNoEntry: false }) ?? statSync(folder);
  // A name that git ignores in a clone, should a crash leave it behind.
  const temporary = join(folder, `.env-manager.${randomBytes(6).toString("hex")}`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    fill(file, content, owner);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(folder);
}

function fill(file: number, content: string, owner: { uid: number; gid: number }): void {
  try {
    fchmodSync(file, 0o600); // whatever the umask
    if (process.getuid?.() === 0) fchownSync(file, owner.uid, owner.gid);
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the new name survive a loss of power. */
function flushFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
