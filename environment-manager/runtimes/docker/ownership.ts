import { dirname } from "node:path";
import type { Project } from "../../settings/project.ts";
import { composeServices } from "../../stack/compose-file.ts";
import type { Engine } from "./find-engine.ts";

const projectLabel = "com.docker.compose.project";
const directoryLabel = "com.docker.compose.project.working_dir";
const volumeLabel = "com.docker.compose.volume";

/** Removes containers that this directory started under a former PROJECT_NAME; their volumes stay. */
export async function removeOtherProjects({ settings, paths }: Project, engine: Engine): Promise<void> {
  const label = [`${directoryLabel}=${dirname(paths.compose)}`];
  const containers = await engine.api.listContainers({ all: true, filters: { label } });
  for (const { Id, Labels } of containers) {
    if (Labels[projectLabel] !== settings.PROJECT_NAME) await engine.api.getContainer(Id).remove({ force: true });
  }
}

/** Removes the volumes of one service, found by label so that no other project's can be meant. Returns what it removed. */
export async function removeVolumes({ settings }: Project, engine: Engine, service: string): Promise<string> {
  const definition = Object.entries(composeServices).find(([name]) => name === service)?.[1];
  const mounts: readonly string[] = definition && "volumes" in definition ? definition.volumes : [];
  const keys = mounts.map((mount) => mount.split(":")[0]).filter((source) => source && /^\w+$/.test(source));
  const removed: string[] = [];
  for (const key of keys) {
    const label = [`${projectLabel}=${settings.PROJECT_NAME}`, `${volumeLabel}=${key}`];
    const { Volumes } = await engine.api.listVolumes({ filters: { label } });
    for (const { Name } of Volumes ?? []) {
      await engine.api.getVolume(Name).remove();
      removed.push(Name);
    }
  }
  return removed.length > 0 ? `removed ${removed.join(", ")}` : "it had no data";
}
