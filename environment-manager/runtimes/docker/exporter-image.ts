import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../errors.ts";

/** What the exporter's image is made of, below monitoring/exporter. */
const exporterContext = ["Dockerfile", ".dockerignore", "dist/exporter.cjs"] as const;

/**
 * The tag of the exporter's image: a hash of its build context and its base, so that the image is built when one of them
 * is new and never otherwise.
 * @throws UserError where the bundle is missing.
 */
export function exporterTag(programRoot: string, nodeImage: string): string {
  const hash = createHash("sha256").update(nodeImage);
  for (const file of exporterContext) {
    const path = join(programRoot, "monitoring", "exporter", file);
    if (!existsSync(path)) {
      throw new UserError({
        what: "The exporter's build context is incomplete",
        where: path,
        remedy: "Build it (npm run build in a clone), or install env-manager again",
      });
    }
    hash.update(`\0${file}\0`).update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 12);
}
