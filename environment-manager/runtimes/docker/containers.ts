import type Dockerode from "dockerode";
import type { ServiceState } from "../../progress.ts";
import type { Engine } from "./find-engine.ts";

/** A container of the installation, as the engine describes it now. */
export interface StackContainer {
  readonly id: string;
  readonly service: string;
  readonly state: ServiceState;
  readonly detail?: string;
  readonly image: string;
  readonly startedAt?: Date;
  readonly restarts: number;
  /** Ports of this machine that lead to it. */
  readonly publishes: readonly number[];
}

const serviceLabel = "com.docker.compose.service";

/** Every container that carries all the labels, running or not. */
export async function stackContainers(engine: Engine, label: readonly string[]): Promise<readonly StackContainer[]> {
  const listed = await engine.api.listContainers({ all: true, filters: { label: [...label] } });
  const inspected = await Promise.all(listed.map(({ Id }) => inspect(engine, Id)));
  return inspected.filter((container) => container !== undefined);
}

async function inspect(engine: Engine, id: string): Promise<StackContainer | undefined> {
  try {
    return describe(await engine.api.getContainer(id).inspect());
  } catch (error) {
    // Removed since it was listed.
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}

function describe(info: Dockerode.ContainerInspectInfo): StackContainer {
  const detail = detailOf(info);
  return {
    id: info.Id,
    service: info.Config.Labels[serviceLabel] ?? info.Name.slice(1),
    state: stateOf(info),
    ...(detail ? { detail } : {}),
    image: info.Config.Image,
    ...(info.State.Running ? { startedAt: new Date(info.State.StartedAt) } : {}),
    restarts: info.RestartCount,
    publishes: Object.values(info.HostConfig.PortBindings ?? {}).flatMap((bindings) =>
      ((bindings ?? []) as { HostPort?: string }[]).map(({ HostPort }) => Number(HostPort)),
    ),
  };
}

function stateOf({ State: state }: Dockerode.ContainerInspectInfo): ServiceState {
  if (state.Restarting) return "restarting";
  if (state.Status === "created") return "created";
  if (!state.Running) return state.ExitCode === 0 || endedBySignal(state.ExitCode) ? "stopped" : "failed";
  const health = state.Health?.Status;
  if (health === undefined || health === "none") return "running";
  return health === "healthy" ? "healthy" : health === "unhealthy" ? "unhealthy" : "starting";
}

/** 128 + SIGTERM or SIGKILL, or SIGINT: it was told to end. */
const endedBySignal = (code: number) => code === 143 || code === 137 || code === 130;

function detailOf({ State: state }: Dockerode.ContainerInspectInfo): string | undefined {
  if (state.OOMKilled) return "killed: out of memory";
  if (state.Error) return state.Error;
  if (!state.Running && state.ExitCode !== 0 && state.Status !== "created") return `exit code ${state.ExitCode}`;
  // One that has been stopped counts as unhealthy as well.
  if (state.Running && state.Health?.Status === "unhealthy") {
    return state.Health.Log?.at(-1)?.Output?.trim().split("\n").at(-1)?.slice(0, 200);
  }
  return undefined;
}
