import { UserError } from "../../errors.ts";
import type { Project } from "../../settings/project.ts";
import { diskFinding, memoryFinding } from "../machine.ts";
import { portHolderText, tryListen } from "../ports.ts";
import type { Finding } from "../runtime.ts";
import { composeVersion } from "./compose.ts";
import { stackContainers } from "./containers.ts";
import type { EffectiveCompose } from "./effective-compose.ts";
import { findGpu, olderVersion } from "./facts.ts";
import type { Engine } from "./find-engine.ts";
import { imagePresent, registryProblem } from "./images.ts";
import { directoryLabels, inUseElsewhere, otherOwner } from "./ownership.ts";

/** Engine 20.10; older ones lack what Compose v2 asks for. */
const oldestApi = "1.41";
/** The first with several `--env-file` and with `attachable` bridges checked. */
const oldestCompose = "2.17";

/** Everything that starting under Docker needs, looked at in parallel; nothing is changed. */
export async function dockerPreflight(
  project: Project,
  engine: Engine,
  ask: () => Promise<EffectiveCompose>,
): Promise<readonly Finding[]> {
  const [compose, effective] = await Promise.all([checkCompose(), tryEffective(ask)]);
  const findings = [checkEngine(engine), compose, ...checkGpu(project, engine)];
  if ("finding" in effective) return [...findings, effective.finding];
  const found = await Promise.all([
    checkOwner(project, engine),
    ...checkPorts(project, engine, effective.services),
    ...checkImages(project, engine, effective.services),
    checkDisk(project, engine),
    memoryFinding(1),
  ]);
  return [...findings, ...found];
}

async function tryEffective(ask: () => Promise<EffectiveCompose>): Promise<EffectiveCompose | { finding: Finding }> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof UserError) || !error.problems[0]) throw error;
    return { finding: { id: "compose-files", level: "error", ...error.problems[0] } };
  }
}

function checkEngine({ version, apiVersion, host }: Engine): Finding {
  if (!olderVersion(apiVersion, oldestApi)) {
    return { id: "engine-version", level: "ok", what: `Docker engine ${version}`, where: host };
  }
  return {
    id: "engine-version",
    level: "error",
    what: `Docker engine ${version} is too old`,
    where: host,
    remedy: "Install engine 20.10 or later, or use --runtime native",
  };
}

async function checkCompose(): Promise<Finding> {
  const version = await composeVersion();
  if (version && !olderVersion(version, oldestCompose)) {
    return { id: "compose-version", level: "ok", what: `Docker Compose ${version}` };
  }
  return {
    id: "compose-version",
    level: "error",
    what: version ? `Docker Compose ${version} is too old` : "The docker client has no Compose plugin",
    remedy: `Install the docker-compose-plugin ${oldestCompose} or later, or use --runtime native`,
  };
}

function checkGpu({ settings }: Project, engine: Engine): readonly Finding[] {
  const { driver, toolkit } = findGpu(engine);
  const id = "gpu";
  if (driver && toolkit) return [{ id, level: "ok", what: "NVIDIA driver and container toolkit" }];
  if (driver) {
    return [
      {
        id,
        level: "warning",
        what: "There is an NVIDIA driver, but the engine has no NVIDIA runtime: GPUs are not seen in containers",
        remedy:
          "Install the NVIDIA container toolkit: nvidia-ctk runtime configure --runtime=docker, restart the engine",
      },
    ];
  }
  if (settings.DCGM_EXPORTER !== "on") return [{ id, level: "ok", what: "No NVIDIA driver: no GPU metrics" }];
  const missing = toolkit ? "the NVIDIA driver" : "the NVIDIA driver and the NVIDIA container toolkit";
  return [
    {
      id,
      level: "error",
      what: `dcgm-exporter cannot run here: ${missing} is missing`,
      where: "DCGM_EXPORTER=on",
      remedy: "Install what is missing, or set --dcgm-exporter auto",
    },
  ];
}

/** Two installations with one project name would take each other's containers for their own. */
async function checkOwner(project: Project, engine: Engine): Promise<Finding> {
  const id = "project-name";
  const other = await otherOwner(project, engine);
  if (other !== undefined) return { id, level: "error", ...inUseElsewhere(project, other) };
  return { id, level: "ok", what: `Project ${project.settings.PROJECT_NAME}` };
}

function checkPorts(
  project: Project,
  engine: Engine,
  services: EffectiveCompose["services"],
): readonly Promise<Finding>[] {
  // Those of a former PROJECT_NAME as well, which give their ports free before the new ones start.
  const own = stackContainers(engine, directoryLabels(project));
  return Object.entries(services).flatMap(([service, { ports }]) =>
    (ports ?? [])
      .filter(({ published }) => published)
      .map(async ({ host_ip: address = "0.0.0.0", published }): Promise<Finding> => {
        const id = `port-${service}`;
        const port = Number(published);
        const ours = (await own).find((container) => container.publishes.includes(port));
        const holder = ours ? undefined : await portHolderText(port, address);
        if (!ours && (await tryListen(port, address)) === "not here") {
          return {
            id,
            level: "error",
            what: `This machine has no address ${address} for ${service} to listen on`,
            where: "MONITOR_BIND",
            remedy: "Choose one that `ip address` shows, 127.0.0.1, or 0.0.0.0 for all: --monitor-bind ADDRESS",
          };
        }
        if (!holder) return { id, level: "ok", what: `Port ${port} for ${service}`, port };
        return {
          id,
          level: "error",
          port,
          what: `Port ${port}, which ${service} is to listen on, is taken by ${holder}`,
          where: `${address}:${port}`,
          remedy: `Stop that program, or choose another port: ${portFlags[service] ?? "in docker-compose.override.yml"}`,
        };
      }),
  );
}

const portFlags: Readonly<Record<string, string>> = {
  grafana: "--monitor-port PORT",
  gateway: "--prometheus-port PORT",
  exporter: "--exporter-port PORT",
};

function checkImages(
  { settings }: Project,
  engine: Engine,
  services: EffectiveCompose["services"],
): readonly Promise<Finding>[] {
  return Object.entries(services).map(async ([service, { image, build }]): Promise<Finding> => {
    const id = `image-${service}`;
    if (await imagePresent(engine, image)) return { id, level: "ok", what: `Image ${image}` };
    const needed = build ? `${settings.NODE_IMAGE}:${settings.NODE_TAG}` : image;
    if (await imagePresent(engine, needed))
      return { id, level: "ok", what: `Image ${image}, to be built on ${needed}` };
    const problem = await registryProblem(engine, needed);
    if (!problem) return { id, level: "ok", what: `Image ${needed}, to be pulled` };
    return {
      id,
      level: "error",
      what: `The image ${needed} is not here and its registry does not give it: ${problem}`,
      where: service,
      remedy: "Load an archive of the images (env-manager images load FILE), or run without Docker: --runtime native",
    };
  });
}

async function checkDisk({ paths }: Project, engine: Engine): Promise<Finding> {
  const { DockerRootDir } = (await engine.api.info()) as { DockerRootDir?: string };
  return diskFinding(DockerRootDir ?? paths.directory, "images and data", { warnBelow: 5, refuseBelow: 1 });
}
