import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** A folder for a build's files until all of them are there; on the same disk, so that each moves in one step. */
export function stagingFolder(root: string): string {
  const dist = join(root, "dist");
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist)) {
    const owner = /^staging-(\d+)$/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(dist, name), { recursive: true, force: true });
  }
  return join(dist, `staging-${process.pid}`);
}

/**
 * Moves a build from `staging` to the root, file by file, what others load first: whoever starts meanwhile finds the old
 * program or the new one, whole. `last` are the files that are run.
 */
export function putInPlace(root: string, staging: string, outputs: readonly string[], last: readonly string[]): void {
  const ordered = [...outputs.filter((path) => !last.includes(path)), ...last];
  for (const path of ordered) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    renameSync(join(staging, path), join(root, path));
  }
  rmSync(staging, { recursive: true, force: true });
}

/** Removes what neither this build nor the one before it made. */
export function removeLeftovers(root: string, kept: readonly string[]): void {
  const chunks = join(root, "dist", "chunks");
  for (const name of readdirSync(chunks)) {
    if (!kept.includes(`dist/chunks/${name}`)) rmSync(join(chunks, name), { force: true });
  }
  rmSync(join(root, "dist", "compile-cache"), { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
