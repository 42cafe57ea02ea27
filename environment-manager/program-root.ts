import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Root of the program's own files: the folder of its package.json, in a clone and in an installed package alike. */
export function programRoot(from = import.meta.dirname): string {
  return existsSync(join(from, "package.json")) ? from : programRoot(dirname(from));
}
