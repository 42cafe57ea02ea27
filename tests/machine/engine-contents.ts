import type Dockerode from "dockerode";

const ownNetworks = new Set(["bridge", "host", "none"]);

/** Removes every container, volume and network, leaves a swarm, and drops images that lost their name. Named images stay. */
export async function removeContents(api: Dockerode): Promise<void> {
  await leaveSwarm(api);
  const containers = await api.listContainers({ all: true });
  await Promise.all(containers.map(({ Id }) => api.getContainer(Id).remove({ force: true, v: true }).catch(ifGone)));
  const networks = (await api.listNetworks()).filter(({ Name }) => !ownNetworks.has(Name));
  await Promise.all(networks.map(({ Id }) => api.getNetwork(Id).remove().catch(ifGone)));
  const { Volumes: volumes } = await api.listVolumes();
  await Promise.all((volumes ?? []).map(({ Name }) => api.getVolume(Name).remove({ force: true }).catch(ifGone)));
  await api.pruneImages();
}

/** Services would start their tasks again. */
async function leaveSwarm(api: Dockerode): Promise<void> {
  const { Swarm: swarm } = await api.info();
  if (swarm?.LocalNodeState !== "inactive") await api.swarmLeave({ force: true });
}

/** Somebody was faster. */
function ifGone(error: unknown): void {
  if (!(error instanceof Error && "statusCode" in error && (error.statusCode === 404 || error.statusCode === 409)))
    throw error;
}
