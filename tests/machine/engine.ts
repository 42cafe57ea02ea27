import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import Dockerode from "dockerode";
import { removeContents } from "./engine-contents.ts";
import { type EngineFolders, endDaemon, runningDaemon, socketOf, startDaemon, waitForDaemon } from "./engine-daemon.ts";
import { type EngineVersion, enginePrograms } from "./engine-programs.ts";
import { clearTraces, rememberMachine } from "./engine-traces.ts";
import { type MachineFolders, machineFolders } from "./folders.ts";
import { findInThisNetwork, signal } from "./processes.ts";

/** A Docker engine of our own. All its state is in files, so that any program can drive what another one started. */
export interface Engine {
  readonly version: EngineVersion;
  readonly socket: string;
  /** For DOCKER_HOST. */
  readonly dockerHost: string;
  readonly api: Dockerode;
  /** Starts the daemon, on the data it left, and waits until it answers. Does nothing when it runs. */
  start(): Promise<void>;
  /** Stops the daemon as a shutdown does: containers stop and stay, to come back by their restart policy. */
  stop(): Promise<void>;
  /** Ends the daemon with SIGKILL; its containers run on without it. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Freezes the daemon: its socket takes connections and nothing answers, until `resume`. */
  pause(): void;
  resume(): void;
  /** Removes containers, networks and volumes, stops the daemon and takes away all it left on the machine but its data. */
  tearDown(): Promise<void>;
}

/** The engine of a test machine, running or not. */
export function engineOf(version: EngineVersion = "26", machine: MachineFolders = machineFolders()): Engine {
  const folders: EngineFolders = {
    home: path.join(machine.cache, `engine-${version}`),
    run: path.join(machine.run, version),
  };
  const socket = socketOf(folders, "dockerd");
  const api = new Dockerode({ socketPath: socket });
  const isRunning = () => runningDaemon(folders, "dockerd") !== undefined;
  const signalDaemon = (name: NodeJS.Signals) => {
    const daemon = runningDaemon(folders, "dockerd");
    if (daemon !== undefined) signal(daemon, name);
  };

  const start = async () => {
    if (!isRunning()) {
      refuseBesideAnother();
      const programs = await enginePrograms(machine.cache, version);
      await rememberMachine(folders, programs);
      if (runningDaemon(folders, "containerd") === undefined) startDaemon(folders, "containerd", programs);
      await waitForDaemon(folders, "containerd", () => existsSync(socketOf(folders, "containerd")));
      startDaemon(folders, "dockerd", programs);
    }
    await waitForDaemon(folders, "dockerd", () => api.ping().then(Boolean, () => false));
  };
  const stop = () => endDaemon(folders, "dockerd", "SIGTERM");

  const tearDown = async () => {
    signalDaemon("SIGCONT");
    try {
      // What a killed daemon left running is best ended by a daemon, which knows what belongs to a container.
      if (existsSync(folders.run)) await start();
      if (isRunning()) await removeContents(api);
    } finally {
      await stop();
      await endDaemon(folders, "containerd", "SIGTERM");
      await clearTraces(folders, await enginePrograms(machine.cache, version));
      await rm(folders.run, { recursive: true, force: true });
    }
  };

  return {
    version,
    socket,
    dockerHost: `unix://${socket}`,
    api,
    start,
    stop,
    kill: () => endDaemon(folders, "dockerd", "SIGKILL"),
    restart: async () => {
      await stop();
      await start();
    },
    pause: () => signalDaemon("SIGSTOP"),
    resume: () => signalDaemon("SIGCONT"),
    tearDown,
  };
}

/** Two would fight over docker0 and the firewall. */
function refuseBesideAnother(): void {
  const other = findInThisNetwork("dockerd");
  if (other === undefined) return;
  const remedy = "end it, or name a file that exports its DOCKER_HOST in TEST_ENGINE_ENV";
  throw new Error(`a Docker engine runs here already, process ${other.pid}: ${remedy}`);
}
