import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Every file below a folder, as paths relative to it. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();

/** Those of them that hold a text. */
export const filesWith = (folder: string, text: string): readonly string[] =>
  filesBelow(folder).filter((path) => readFileSync(join(folder, path)).includes(text));

/** A hash of all below a folder: names, kinds, modes, contents. Changes with anything but times. */
export function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()) {
    const path = join(folder, entry);
    const { mode, uid } = lstatSync(path);
    hash.update(`\0${entry}\0${mode}\0${uid}\0`);
    if (lstatSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest("hex");
}
