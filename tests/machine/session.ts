import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import Dockerode from "dockerode";
import { type ClientEnvironment, dockerClient } from "./client.ts";
import { engineOf } from "./engine.ts";
import { removeContents } from "./engine-contents.ts";
import type { EngineVersion } from "./engine-programs.ts";
import { type MachineFolders, machineFolders } from "./folders.ts";
import { buildGrafana, type GrafanaImage } from "./grafana-image.ts";
import { buildImages } from "./images.ts";
import { findProcess, recordedProcess, recordProcess } from "./processes.ts";

/** An engine with all images, as long as somebody holds it. */
export interface Session {
  readonly env: ClientEnvironment;
  /** Somebody else's: others may be using it, so it must not be stopped, and stays when this session ends. */
  readonly shared: boolean;
  /** The Grafana among its images. */
  readonly grafana: GrafanaImage;
  end(): Promise<void>;
}

type Holder = "shell" | "tests";
type Say = (line: string) => void;

/**
 * Gives an engine with all images: the one that `TEST_ENGINE_ENV` (a file of export lines) names, else the one that
 * `scripts/test shell` holds in this checkout, else one of its own.
 *
 * @throws Error when another test run holds the engine, or it does not start
 */
export async function openSession(holder: Holder, say: Say): Promise<Session> {
  const machine = machineFolders();
  const named = process.env["TEST_ENGINE_ENV"];
  if (named !== undefined && named !== "") return share(machine, readDockerHost(named), say);
  if (heldBy(machine, "shell") !== undefined) return share(machine, engineOf("26", machine).dockerHost, say);
  const other = heldBy(machine, "tests");
  if (other !== undefined) throw new Error(`another test run, process ${other.pid}, has this checkout's engine`);
  return own(machine, holder, say);
}

/** Takes away what a run left that could not do so itself. Does nothing while somebody holds the engine. */
export async function clearLeftovers(): Promise<void> {
  const machine = machineFolders();
  if (heldBy(machine, "shell") === undefined && heldBy(machine, "tests") === undefined) await tearDownAll(machine);
}

async function share(machine: MachineFolders, dockerHost: string, say: Say): Promise<Session> {
  say(`using the engine at ${dockerHost}, which stays: tests that stop an engine are skipped`);
  const env = await dockerClient(machine.cache, dockerHost);
  const grafana = await prepareImages(machine, env, say);
  return { env, grafana, shared: true, end: async () => {} };
}

async function own(machine: MachineFolders, holder: Holder, say: Say): Promise<Session> {
  mkdirSync(machine.run, { recursive: true });
  const self = findProcess(process.pid);
  if (self !== undefined) recordProcess(path.join(machine.run, `${holder}.json`), self);
  try {
    const engine = engineOf("26", machine);
    await engine.start();
    // A crashed run may have left some.
    await removeContents(engine.api);
    const env = await dockerClient(machine.cache, engine.dockerHost);
    const grafana = await prepareImages(machine, env, say);
    return { env, grafana, shared: false, end: () => tearDownAll(machine) };
  } catch (error) {
    await tearDownAll(machine);
    throw error;
  }
}

async function prepareImages({ cache }: MachineFolders, env: ClientEnvironment, say: Say): Promise<GrafanaImage> {
  const api = new Dockerode({ socketPath: env.DOCKER_HOST.replace("unix://", "") });
  const builder = { cache, env, api, say };
  await buildImages(builder);
  return buildGrafana(builder);
}

async function tearDownAll(machine: MachineFolders): Promise<void> {
  for (const version of ["20.10", "26"] satisfies EngineVersion[]) {
    if (existsSync(path.join(machine.run, version))) await engineOf(version, machine).tearDown();
  }
  await rm(machine.run, { recursive: true, force: true });
}

function heldBy({ run }: MachineFolders, holder: Holder) {
  return recordedProcess(path.join(run, `${holder}.json`));
}

/** The engine that a file written by `scripts/test shell` names. */
function readDockerHost(file: string): string {
  const host = /^export DOCKER_HOST='([^']+)'$/m.exec(readFileSync(file, "utf8"))?.[1];
  if (host === undefined) throw new Error(`${file} (TEST_ENGINE_ENV) does not export DOCKER_HOST`);
  return host;
}
