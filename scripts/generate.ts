import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedSettingsFiles } from "../environment-manager/settings/generated.ts";
import { commonFiles } from "../environment-manager/stack/files.ts";
import { dashboardFiles } from "../monitoring/dashboards/files.ts";

/** Writes every file that is generated and committed. `npm run generate`; a test holds the committed files to this. */
const root = dirname(import.meta.dirname);

for (const { path, content } of [...commonFiles(), ...dashboardFiles(), ...generatedSettingsFiles()]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
