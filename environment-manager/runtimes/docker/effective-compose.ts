import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ExternalError, exitCode, UserError } from "../../errors.ts";
import type { Project } from "../../settings/project.ts";
import { renderComposeFile } from "../../stack/compose-file.ts";
import { composeFor } from "./compose.ts";
import type { Engine } from "./find-engine.ts";
import { localFiles } from "./local-files.ts";

/** The services as Compose will run them: everything interpolated, the user's override merged, other profiles left out. */
export interface EffectiveCompose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly image: string;
        readonly build?: object;
        readonly ports?: readonly { readonly host_ip?: string; readonly published?: string }[];
      }
    >
  >;
}

/**
 * Asks Compose what it would run, from files in a temporary folder, so that a mistake in the user's override is found
 * before anything of the installation is changed.
 * @throws UserError where Compose refuses the override.
 */
export async function effectiveCompose(project: Project, engine: Engine): Promise<EffectiveCompose> {
  const { paths } = project;
  const folder = mkdtempSync(join(tmpdir(), "env-manager-preflight-"));
  try {
    const { composeEnv, localCompose } = localFiles(project, engine);
    const at = {
      compose: join(folder, "docker-compose.yml"),
      localCompose: join(folder, "docker-compose.local.yml"),
      composeEnv: join(folder, "compose.env"),
    };
    writeFileSync(at.compose, renderComposeFile());
    writeFileSync(at.localCompose, localCompose);
    writeFileSync(at.composeEnv, composeEnv);
    const { override, compose: composePath } = paths;
    const compose = composeFor({ ...at, override, projectDirectory: dirname(composePath) }, engine.host);
    return JSON.parse(await compose.run("config", ["--format", "json"]));
  } catch (error) {
    if (!(error instanceof ExternalError) || error.exitCode === exitCode.unavailable) throw error;
    throw new UserError(
      {
        what: `Compose refuses the stack: ${error.lastLines.join(" ").replaceAll(folder, "monitoring")}`,
        where: paths.override,
        remedy: "Put the override file right; without it the stack is valid",
      },
      exitCode.configuration,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
