import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { Operation } from "../progress.ts";
import { writeStackFiles } from "../runtimes/write-files.ts";
import type { Project } from "../settings/project.ts";
import { commonFiles } from "../stack/files.ts";

/** Files of the program that every installation has a copy of; a clone is its own installation and has them already. */
const programFiles = [
  ".env.example",
  "env-manager.schema.json",
  "monitoring/exporter/Dockerfile",
  "monitoring/exporter/.dockerignore",
  "monitoring/exporter/dist/exporter.cjs",
  "monitoring/targets/README.md",
];

const dashboards = "monitoring/grafana/provisioning/dashboards";

const overrideTemplate = `# Yours: anything that Compose can say about the stack, merged last. env-manager writes only image tags into it.
#
# services:
#   grafana:
#     image: grafana/grafana:12.4.1
#     environment:
#       GF_SMTP_ENABLED: "true"
#
# Variables of your own start with X_ and stand in .env:
#     mem_limit: \${X_GRAFANA_MEMORY}
services: {}
`;

/** Fills a project directory with all that an installation needs; what is there and right is left alone. */
export async function* fillProject({ paths, programRoot }: Project): Operation<void> {
  mkdirSync(paths.state, { recursive: true, mode: 0o700 });
  chmodSync(paths.state, 0o700);
  yield* writeStackFiles(paths.directory, [...commonFiles(), ...copiedFiles(paths.directory, programRoot)]);
  if (!existsSync(paths.override)) writeFileSync(paths.override, overrideTemplate, { mode: 0o644 });
}

function copiedFiles(directory: string, programRoot: string) {
  if (directory === programRoot) return [];
  const json = readdirSync(join(programRoot, dashboards)).filter((name) => name.endsWith(".json"));
  return [...programFiles, ...json.map((name) => `${dashboards}/${name}`)].map((path) => ({
    path,
    content: readProgramFile(programRoot, path),
  }));
}

function readProgramFile(programRoot: string, path: string): string {
  try {
    return readFileSync(join(programRoot, path), "utf8");
  } catch {
    throw new UserError({
      what: `A file of the program is missing: ${path}`,
      where: programRoot,
      remedy: "Build it (npm run build in a clone), or install env-manager again",
    });
  }
}
