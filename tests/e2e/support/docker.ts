import Dockerode from "dockerode";
import { execa } from "execa";
import { inject } from "vitest";
import { type InstallationForm, makeInstallation, type TestInstallation } from "./installation.ts";

const provided = inject("docker");

/** Undefined where no engine can be had; then every test that needs one is skipped. */
export const hasDocker = provided !== undefined;

/** True where the engine is not ours to stop. */
export const engineIsShared = provided?.shared ?? true;

/** What the program and the docker client need to find the engine. */
export const dockerEnvironment: Record<string, string> = { ...provided?.env };

export const api = new Dockerode({ socketPath: dockerEnvironment["DOCKER_HOST"]?.replace("unix://", "") ?? "" });

/** Runs the docker client; gives back what it printed on standard output. */
export const docker = async (...args: string[]): Promise<string> =>
  (await execa("docker", args, { env: dockerEnvironment })).stdout;

/** Images that can be had without a registry. */
export const localImages = {
  GRAFANA_IMAGE: provided?.grafana.image ?? "",
  GRAFANA_TAG: provided?.grafana.tag ?? "",
  PROMETHEUS_TAG: "v2.53.3",
  HAPROXY_TAG: "3.0-alpine",
} as const;

/** A container of an installation, as far as tests ask for it. */
export interface TestContainer {
  readonly id: string;
  readonly service: string;
  readonly startedAt: string;
  readonly running: boolean;
}

export interface DockerInstallation extends TestInstallation {
  /** Its containers, running or not, in the order of their services' names. */
  containers(): Promise<readonly TestContainer[]>;
  /** The container of one service; throws where there is none. */
  container(service: string): Promise<Dockerode.ContainerInspectInfo>;
  /** Names of its networks and its volumes. */
  networks(): Promise<readonly string[]>;
  volumes(): Promise<readonly string[]>;
}

/** An installation on the tests' engine; see `makeInstallation`. */
export async function dockerInstallation(
  settings: Readonly<Record<string, string>> = {},
  form?: InstallationForm,
): Promise<DockerInstallation> {
  const installation = await makeInstallation(dockerEnvironment, { ...localImages, ...settings }, form);
  const filters = { label: [`com.docker.compose.project=${installation.name}`] };
  const listed = () => api.listContainers({ all: true, filters });
  const volumes = async () => ((await api.listVolumes({ filters })).Volumes ?? []).map(({ Name }) => Name);
  return {
    ...installation,
    containers: async () => {
      const found = await Promise.all((await listed()).map(({ Id }) => api.getContainer(Id).inspect()));
      return found.map(summarize).toSorted((one, other) => one.service.localeCompare(other.service));
    },
    container: async (service) => {
      const found = (await listed()).find(({ Labels }) => Labels[serviceLabel] === service);
      if (found === undefined) throw new Error(`${service} has no container`);
      return api.getContainer(found.Id).inspect();
    },
    networks: async () => (await api.listNetworks({ filters })).map(({ Name }) => Name),
    volumes,
    cleanUp: async () => {
      await installation.cleanUp();
      for (const { Id } of await listed()) await api.getContainer(Id).remove({ force: true, v: true });
      for (const { Id } of await api.listNetworks({ filters })) await api.getNetwork(Id).remove();
      for (const name of await volumes()) await api.getVolume(name).remove({ force: true });
    },
  };
}

const serviceLabel = "com.docker.compose.service";

const summarize = ({ Id, Config, State }: Dockerode.ContainerInspectInfo): TestContainer => ({
  id: Id,
  service: Config.Labels[serviceLabel] ?? "",
  startedAt: State.StartedAt,
  running: State.Running,
});
