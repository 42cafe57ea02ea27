import { exitCode, UserError } from "../../errors.ts";
import type { Project } from "../../settings/project.ts";
import { quoteEnvValue } from "../../settings/quote.ts";
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

const renderEnv = (variables: Readonly<Record<string, string>>): string =>
  [
    "# Generated: what env-manager calls Compose with.",
    ...Object.entries(variables).map(([name, value]) => `${name}=${quoted(name, value)}`),
    "",
  ].join("\n");

function quoted(name: string, value: string): string {
  const text = quoteEnvValue(value);
  if (text !== undefined) return text;
  throw new UserError(
    {
      what: `The value of ${name} cannot be passed on to Compose, because it needs both kinds of quotes`,
      remedy: "Leave out the single quotes, or the dollar signs, backslashes and double quotes",
    },
    exitCode.configuration,
  );
}
