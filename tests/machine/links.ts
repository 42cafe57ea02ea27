import { readlink, rename, symlink } from "node:fs/promises";

/** Makes or changes a symbolic link in one step: whoever looks it up meanwhile finds the old target or the new one. */
export async function replaceLink(target: string, name: string): Promise<void> {
  if ((await readlink(name).catch(() => undefined)) === target) return;
  const unfinished = `${name}.${process.pid}`;
  await symlink(target, unfinished);
  await rename(unfinished, name);
}
