import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../../errors.ts";
import type { Operation, ProgressEvent } from "../../progress.ts";
import type { Project } from "../../settings/project.ts";
import { serviceUrls } from "../../settings/service-urls.ts";
import { composeServices } from "../../stack/compose-file.ts";
import type { Runtime, ServiceStatus, UpResult } from "../runtime.ts";
import { writeStackFiles } from "../write-files.ts";
import { type Compose, composeFor } from "./compose.ts";
import { type StackContainer, stackContainers } from "./containers.ts";
import { type EffectiveCompose, effectiveCompose } from "./effective-compose.ts";
import { executeIn } from "./execute.ts";
import { machineFacts } from "./facts.ts";
import type { Engine } from "./find-engine.ts";
import { imagePresent, pullImage } from "./images.ts";
import { localFiles } from "./local-files.ts";
import { serviceLogs } from "./logs.ts";
import { otherOwner, ownLabels, refuseOtherOwner, removeOtherProjects, removeVolumes } from "./ownership.ts";
import { dockerPreflight } from "./preflight.ts";
import { waitHealthy } from "./wait-healthy.ts";
import { watchedRuntime } from "./watch-engine.ts";

/** The services of an installation as containers, by Docker Compose. */
export const dockerRuntime = (project: Project, engine: Engine): Runtime =>
  watchedRuntime(composedRuntime(project, engine), engine);

function composedRuntime(project: Project, engine: Engine): Runtime {
  const { paths } = project;
  const own = ownLabels(project);
  const compose = composeFor({ ...paths, projectDirectory: dirname(paths.compose) }, engine.host);
  const containers = () => stackContainers(engine, own);
  // Asked at most once in a run: neither the settings nor the override change meanwhile.
  let asked: Promise<EffectiveCompose> | undefined;
  const effective = () => {
    asked ??= effectiveCompose(project, engine);
    return asked;
  };

  const hasFiles = () => existsSync(paths.compose) && existsSync(paths.composeEnv);

  async function* one(verb: string, args: readonly string[], title: string, signal: AbortSignal): Operation<void> {
    await refuseOtherOwner(project, engine);
    yield { kind: "step", title, state: "started" };
    await compose.run(verb, args, signal);
    yield { kind: "step", title, state: "done" };
  }

  return {
    name: "docker",
    preflight: () => dockerPreflight(project, engine, effective),
    up: (signal) => up(project, engine, compose, effective, signal),

    down: async function* (signal) {
      const title = "Stopping all services";
      yield { kind: "step", title, state: "started" };
      if (hasFiles() && (await otherOwner(project, engine)) === undefined) {
        await compose.run("down", ["--remove-orphans"], signal);
      }
      // What Compose left, or all of it where its files are gone.
      for (const { id } of await containers()) await engine.api.getContainer(id).remove({ force: true });
      await removeOtherProjects(project, engine);
      yield { kind: "step", title, state: "done" };
    },

    start: async function* (service, signal) {
      yield* writeStackFiles(paths.directory, localFiles(project, engine).files);
      yield* one("up", ["--detach", "--no-build", "--pull", "never", service], `Starting ${service}`, signal);
      yield* waitHealthy(engine, own, signal, { service });
    },
    stop: (service, signal) => one("stop", [service], `Stopping ${service}`, signal),
    restart: async function* (service, signal) {
      yield* one("restart", [service], `Restarting ${service}`, signal);
      yield* waitHealthy(engine, own, signal, { service });
    },
    remove: async function* (service, signal) {
      const title = `Deleting ${service} and its data`;
      await refuseOtherOwner(project, engine);
      yield { kind: "step", title, state: "started" };
      if (hasFiles()) await compose.run("rm", ["--stop", "--force", service], signal);
      const detail = await removeVolumes(project, engine, service);
      yield { kind: "step", title, state: "done", detail };
    },

    execute: async (service, command, input) => {
      const container = (await containers()).find((candidate) => candidate.service === service);
      if (!container)
        throw new UserError({ what: `${service} has no container`, remedy: `env-manager start ${service}` });
      return executeIn(engine, container.id, command, input);
    },

    status: async () => statusOf(project, engine, await containers()),
    logs: (request) => serviceLogs(engine, own, request),
  };
}

async function* up(
  project: Project,
  engine: Engine,
  compose: Compose,
  effective: () => Promise<EffectiveCompose>,
  signal: AbortSignal,
): Operation<UpResult> {
  const { paths } = project;
  const own = ownLabels(project);
  for (const former of await removeOtherProjects(project, engine)) yield keptUnderFormerName(former);
  yield* writeStackFiles(paths.directory, localFiles(project, engine).files);
  yield* provideImages(project, engine, compose, await effective(), signal);

  const before = await stackContainers(engine, own);
  const title = "Starting services";
  yield { kind: "step", title, state: "started" };
  const starting = compose.run("up", ["--detach", "--no-build", "--pull", "never", "--remove-orphans"], signal);
  try {
    yield* waitHealthy(engine, own, signal, { starting });
    await starting;
  } catch (error) {
    yield { kind: "step", title, state: "failed" };
    throw error;
  }
  yield { kind: "step", title, state: "done" };
  return { started: startedSince(before, await stackContainers(engine, own)) };
}

const keptUnderFormerName = (name: string): ProgressEvent => ({
  kind: "warning",
  problem: {
    what: `The services of the former project ${name} are removed; their data stays in its volumes, ${name}_*`,
    where: "PROJECT_NAME",
    remedy: `To go on with that data: --project-name ${name}`,
  },
});

/** Pulls what is missing and builds the exporter where its context is new. */
async function* provideImages(
  project: Project,
  engine: Engine,
  compose: Compose,
  { services }: EffectiveCompose,
  signal: AbortSignal,
): Operation<void> {
  const base = `${project.settings.NODE_IMAGE}:${project.settings.NODE_TAG}`;
  const missing = new Set<string>();
  const toBuild: string[] = [];
  for (const [service, { image, build }] of Object.entries(services)) {
    if (await imagePresent(engine, image)) continue;
    if (build) toBuild.push(service);
    if (!build || !(await imagePresent(engine, base))) missing.add(build ? base : image);
  }
  for (const image of missing) yield* pullImage(engine, image, signal);
  for (const service of toBuild) {
    const title = `Building the image of ${service}`;
    yield { kind: "step", title, state: "started" };
    yield { kind: "service", service, state: "building" };
    await compose.run("build", [service], signal);
    yield { kind: "step", title, state: "done" };
  }
}

/** The services whose container, or its process, was not there before. */
function startedSince(before: readonly StackContainer[], after: readonly StackContainer[]): readonly string[] {
  const unchanged = ({ id, startedAt }: StackContainer) =>
    before.some((old) => old.id === id && old.startedAt?.getTime() === startedAt?.getTime());
  return after.filter((container) => !unchanged(container)).map(({ service }) => service);
}

function statusOf(project: Project, engine: Engine, containers: readonly StackContainer[]): readonly ServiceStatus[] {
  const { settings } = project;
  const { dcgm } = machineFacts(project, engine);
  const expected = Object.entries(composeServices)
    .filter(([, service]) => dcgm || !("profiles" in service))
    .map(([service]) => service);
  const { grafana, prometheus, exporter } = serviceUrls(settings);
  const urls: Readonly<Record<string, string>> = { grafana, gateway: prometheus, exporter };
  const others = containers.map(({ service }) => service).filter((service) => !expected.includes(service));
  return [...expected, ...others].map((service): ServiceStatus => {
    const container = containers.find((candidate) => candidate.service === service);
    const url = urls[service];
    if (!container) return { service, state: "absent" };
    const { id: _, publishes: __, ...shown } = container;
    return { ...shown, ...(url ? { url } : {}) };
  });
}
