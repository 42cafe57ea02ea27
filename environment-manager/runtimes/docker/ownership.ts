import { dirname } from "node:path";
import { exitCode, type Problem, UserError } from "../../errors.ts";
import type { Project } from "../../settings/project.ts";
import { composeServices } from "../../stack/compose-file.ts";
import type { Engine } from "./find-engine.ts";

const projectLabel = "com.docker.compose.project";
const directoryLabel = "com.docker.compose.project.working_dir";
const volumeLabel = "com.docker.compose.volume";

const projectIs = (name: string) => `${projectLabel}=${name}`;
const ownDirectory = ({ paths }: Project) => dirname(paths.compose);

/** What each container carries that was started from this directory, under whatever project name. */
export const directoryLabels = (project: Project): readonly string[] => [`${directoryLabel}=${ownDirectory(project)}`];

/** What each container of the installation carries; the name of a Compose project alone may be another directory's too. */
export const ownLabels = (project: Project): readonly string[] => [
  projectIs(project.settings.PROJECT_NAME),
  ...directoryLabels(project),
];

/** The directory of another installation that has containers under the same project name. */
export async function otherOwner(project: Project, engine: Engine): Promise<string | undefined> {
  const label = [projectIs(project.settings.PROJECT_NAME)];
  const containers = await engine.api.listContainers({ all: true, filters: { label } });
  const owners = containers.map(({ Labels }) => Labels[directoryLabel] ?? "containers that Compose did not make");
  return owners.find((owner) => owner !== ownDirectory(project));
}

export const inUseElsewhere = ({ settings }: Project, owner: string): Problem => ({
  what: `The Compose project ${settings.PROJECT_NAME} is already in use from ${owner}`,
  where: "PROJECT_NAME",
  remedy:
    "Disable that installation, or give this one a name of its own: --project-name NAME (and --network-name NAME)",
});

/** @throws UserError where another directory uses the project's name: its containers and data are not ours to change. */
export async function refuseOtherOwner(project: Project, engine: Engine): Promise<void> {
  const owner = await otherOwner(project, engine);
  if (owner !== undefined) throw new UserError(inUseElsewhere(project, owner), exitCode.unavailable);
}

/**
 * Removes containers and networks that this directory started under a former PROJECT_NAME; their volumes stay.
 * @returns the former names
 */
export async function removeOtherProjects(project: Project, engine: Engine): Promise<readonly string[]> {
  const label = [...directoryLabels(project)];
  const containers = await engine.api.listContainers({ all: true, filters: { label } });
  const former = containers.filter(({ Labels }) => Labels[projectLabel] !== project.settings.PROJECT_NAME);
  for (const { Id } of former) await engine.api.getContainer(Id).remove({ force: true });
  const names = [...new Set(former.map(({ Labels }) => Labels[projectLabel] ?? ""))];
  for (const name of names) await removeNetworks(engine, name);
  return names;
}

async function removeNetworks(engine: Engine, name: string): Promise<void> {
  for (const { Id } of await engine.api.listNetworks({ filters: { label: [projectIs(name)] } })) {
    // One that people's own containers have joined is in use, and stays.
    await engine.api
      .getNetwork(Id)
      .remove()
      .catch(() => {});
  }
}

/** Removes the volumes of one service, found by label so that no other project's can be meant. Returns what it removed. */
export async function removeVolumes({ settings }: Project, engine: Engine, service: string): Promise<string> {
  const definition = Object.entries(composeServices).find(([name]) => name === service)?.[1];
  const mounts: readonly string[] = definition && "volumes" in definition ? definition.volumes : [];
  const keys = mounts.map((mount) => mount.split(":")[0]).filter((source) => source && /^\w+$/.test(source));
  const removed: string[] = [];
  for (const key of keys) {
    const label = [projectIs(settings.PROJECT_NAME), `${volumeLabel}=${key}`];
    const { Volumes } = await engine.api.listVolumes({ filters: { label } });
    for (const { Name } of Volumes ?? []) {
      await engine.api.getVolume(Name).remove();
      removed.push(Name);
    }
  }
  return removed.length > 0 ? `removed ${removed.join(", ")}` : "it had no data";
}
