import { dirname } from "node:path";
import { violations } from "./imports/rules.ts";
import { readSources } from "./imports/scan.ts";

/** Holds the sources to the directions of ARCHITECTURE.md: `node scripts/check-imports.ts [ROOT]`. Exits 1 where they do not keep to them. */
const root = process.argv[2] ?? dirname(import.meta.dirname);

const found = violations(readSources(root, ["environment-manager", "monitoring"]));
for (const { path, line, what, rule } of found) process.stderr.write(`${path}:${line}: ${what}: ${rule}\n`);
process.exitCode = found.length > 0 ? 1 : 0;
