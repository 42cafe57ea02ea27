import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { validateDashboards } from "../monitoring/dashboards/validate.ts";

/**
 * Says what is wrong with dashboards: `node utils/validate_dashboard.ts [FILE …]`, without files with those of the clone.
 * Exit code 0 where nothing is wrong, else 1.
 */
const provisioned = join(dirname(import.meta.dirname), "monitoring", "grafana", "provisioning", "dashboards");
const given = process.argv.slice(2);
const own = () =>
  readdirSync(provisioned)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(provisioned, name));

const files = given.length > 0 ? given : own();
const problems = validateDashboards(files.map((file) => ({ file, content: readFileSync(file, "utf8") })));
for (const { file, what } of problems) console.error(`${file}: ${what}`);
if (problems.length === 0) console.log(`${files.length} dashboard${files.length === 1 ? "" : "s"}: nothing is wrong`);
process.exitCode = problems.length > 0 ? 1 : 0;
