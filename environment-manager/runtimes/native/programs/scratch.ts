import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Folders of this name are being worked in; whoever made one removes it. */
export const scratchPrefix = ".unfinished-";

/** Longer than any download and unpacking may take. */
const abandonedAfterMs = 6 * 60 * 60 * 1000;

/** Removes what runs that were killed have left behind. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (!name.startsWith(scratchPrefix)) continue;
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > abandonedAfterMs) await rm(path, { recursive: true, force: true });
  }
}
