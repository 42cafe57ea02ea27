import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitCode, UserError } from "../errors.ts";
import { type Engine, findEngine, type PassedOver, requireEngine } from "../runtimes/docker/find-engine.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import type { Project, ProjectPaths } from "../settings/project.ts";

export type RuntimeName = Runtime["name"];

export interface Selected {
  readonly runtime: Runtime;
  /** Why Docker was not taken, where it was not. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * The runtime of an installation: what the settings name; else the one it was enabled with, so that services are never
 * looked for in the wrong place; else Docker where an engine answers, natively where none does.
 */
export async function selectRuntime(project: Project, environment = process.env): Promise<Selected> {
  const wanted = project.settings.RUNTIME === "auto" ? enabledRuntime(project.paths) : project.settings.RUNTIME;
  if (wanted) return { runtime: await openRuntime(project, wanted, environment), passedOver: [] };
  const found = await findEngine(environment);
  if ("engine" in found) return { runtime: await docker(project, found.engine), passedOver: [] };
  return { runtime: await native(project), passedOver: found.passedOver };
}

/** Opens one runtime by name. Throws ExternalError where it is Docker and no engine answers. */
export async function openRuntime(project: Project, name: RuntimeName, environment = process.env): Promise<Runtime> {
  return name === "docker" ? docker(project, await requireEngine(environment)) : native(project);
}

async function docker(project: Project, engine: Engine): Promise<Runtime> {
  const { dockerRuntime } = await import("../runtimes/docker/runtime.ts");
  return dockerRuntime(project, engine);
}

async function native(project: Project): Promise<Runtime> {
  if (process.platform !== "linux") {
    throw new UserError(
      { what: "Services run natively only on Linux", remedy: "Install Docker, then run this again" },
      exitCode.unavailable,
    );
  }
  const { nativeRuntime } = await import("../runtimes/native/runtime.ts");
  const { nativeServices } = await import("../stack/native-services.ts");
  return nativeRuntime(project, nativeServices(project));
}

const rememberedPath = (paths: ProjectPaths) => join(paths.state, "runtime");

/** The runtime that this installation was last enabled with; undefined where it is not enabled. */
export function enabledRuntime(paths: ProjectPaths): RuntimeName | undefined {
  try {
    const name = readFileSync(rememberedPath(paths), "utf8").trim();
    return name === "docker" || name === "native" ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers the runtime before anything is started in it, so that `disable` knows where to look even after a crash. */
export function rememberRuntime(paths: ProjectPaths, name: RuntimeName): void {
  mkdirSync(paths.state, { recursive: true, mode: 0o700 });
  writeFileSync(rememberedPath(paths), `${name}\n`);
}

/** After everything was stopped and removed: the next start may choose another runtime. */
export const forgetRuntime = (paths: ProjectPaths): void => rmSync(rememberedPath(paths), { force: true });
