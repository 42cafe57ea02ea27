import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * `trim` takes the dependencies that are bundled out of package.json while the package is packed, so that who installs it
 * does not get 146 packages that are never loaded; `restore` puts it back as it was. npm runs both (prepack, postpack).
 */
const root = dirname(import.meta.dirname);
const manifest = join(root, "package.json");
const original = join(root, ".env-manager.package.json");

const task = process.argv[2];
if (task === "trim") {
  // A trim that was never restored, because packing was interrupted.
  restore();
  const { dependencies: _bundled, devDependencies: _tools, ...kept } = JSON.parse(readFileSync(manifest, "utf8"));
  writeFileSync(`${original}.new`, readFileSync(manifest));
  renameSync(`${original}.new`, original);
  writeFileSync(manifest, `${JSON.stringify(kept, null, 2)}\n`);
} else if (task === "restore") {
  restore();
} else {
  process.stderr.write("Usage: node scripts/pack-manifest.ts trim|restore\n");
  process.exitCode = 64;
}

function restore(): void {
  if (!existsSync(original)) return;
  writeFileSync(manifest, readFileSync(original));
  rmSync(original);
}
