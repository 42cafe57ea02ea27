import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** An empty folder for a build's files until all of them are there; on the same disk, so that each moves in one step. */
export function stagingFolder(root: string): string {
  const staging = join(root, "dist", "staging");
  rmSync(staging, { recursive: true, force: true });
  return staging;
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
