import type { Project } from "../../settings/project.ts";
import type { StackFile } from "../../stack/files.ts";
import { renderInstallation } from "../../stack/installation.ts";
import { machineFacts } from "./facts.ts";
import type { Engine } from "./find-engine.ts";

/** Paths, relative to the project directory, of the two files that Compose is called with. */
const localComposePath = ".env-manager/docker-compose.local.yml";
const composeEnvPath = ".env-manager/compose.env";

/** The files of this installation under Docker that git ignores, for this machine and its engine. */
export function localFiles(
  project: Project,
  engine: Engine,
): { files: readonly StackFile[]; composeEnv: string; localCompose: string } {
  const { composeEnv, files } = renderInstallation(project.settings, machineFacts(project, engine), project.extra);
  const env = renderEnv(composeEnv);
  return {
    files: [...files, { path: composeEnvPath, content: env }],
    composeEnv: env,
    localCompose: files.find(({ path }) => path === localComposePath)?.content ?? "",
  };
}

/** In single quotes nothing is interpolated; Compose reads a backslash before a quote as that quote. */
const renderEnv = (variables: Readonly<Record<string, string>>): string =>
  [
    "# Generated: what env-manager calls Compose with.",
    ...Object.entries(variables).map(([name, value]) => `${name}='${value.replaceAll("'", "\\'")}'`),
    "",
  ].join("\n");
