import { mkdir } from "node:fs/promises";
import path from "node:path";
import { replaceLink } from "./links.ts";
import { unpackPackages } from "./packages.ts";

/** What a program needs in its environment to talk to an engine. DOCKER_BUILDKIT must stay unset. */
export interface ClientEnvironment {
  readonly DOCKER_HOST: string;
  readonly DOCKER_CONFIG: string;
  readonly PATH: string;
}

/** The folder that `dockerClient` puts first on PATH. */
export function clientBin(cache: string): string {
  return path.join(cache, "client/bin");
}

const plugins = "usr/libexec/docker/cli-plugins";

/**
 * Fetches the docker command 26.1 with Compose 2.26.1 and Buildx 0.13, into folders of their own.
 *
 * The same everywhere, whatever version the machine has on its PATH.
 */
export async function dockerClient(cache: string, dockerHost: string): Promise<ClientEnvironment> {
  const [cli, compose, buildx] = await unpackPackages(cache, [
    "docker-cli/trixie",
    "docker-compose/trixie",
    "docker-buildx/trixie",
  ]);
  const bin = clientBin(cache);
  const config = path.join(cache, "client/config");
  await mkdir(bin, { recursive: true });
  await mkdir(path.join(config, "cli-plugins"), { recursive: true });
  await replaceLink(path.join(cli.root, "usr/bin/docker"), path.join(bin, "docker"));
  for (const [name, { root }] of Object.entries({ "docker-compose": compose, "docker-buildx": buildx })) {
    await replaceLink(path.join(root, plugins, name), path.join(config, "cli-plugins", name));
  }
  return { DOCKER_HOST: dockerHost, DOCKER_CONFIG: config, PATH: `${bin}:${process.env["PATH"] ?? ""}` };
}
