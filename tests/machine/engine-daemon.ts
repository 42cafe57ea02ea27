import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { EnginePrograms } from "./engine-programs.ts";
import { findProcess, isAlive, type ProcessRef, recordedProcess, recordProcess, signal, waitFor } from "./processes.ts";

/** Where one engine lies. */
export interface EngineFolders {
  /** Kept: the engine's data, the logs. */
  readonly home: string;
  /** Gone with the engine: sockets, pid files. */
  readonly run: string;
}

export type Daemon = "dockerd" | "containerd";

/** How long a daemon may take to start or stop on a machine that is busy with other things. */
const patienceMs = 60_000;

export function socketOf({ run }: EngineFolders, daemon: Daemon): string {
  return path.join(run, `${daemon}.sock`);
}

/** The daemon as it was started, while it lives. */
export function runningDaemon(folders: EngineFolders, daemon: Daemon): ProcessRef | undefined {
  return recordedProcess(recordOf(folders, daemon));
}

/** Starts a daemon in a session of its own, which outlives this program; it is not ready to answer yet. */
export function startDaemon(folders: EngineFolders, daemon: Daemon, programs: EnginePrograms): void {
  const { home, run } = folders;
  mkdirSync(home, { recursive: true });
  mkdirSync(run, { recursive: true });
  rmSync(socketOf(folders, daemon), { force: true });
  const { bin, environment } = programs;
  const log = openSync(logOf(folders, daemon), "a");
  const started = spawn(path.join(bin, daemon), arguments_[daemon](folders, programs), {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...environment, HOME: home, PATH: `${bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
  });
  closeSync(log);
  started.unref();
  const ref = started.pid === undefined ? undefined : findProcess(started.pid);
  if (ref === undefined) throw new Error(`${daemon} could not be started`);
  recordProcess(recordOf(folders, daemon), ref);
}

/** Waits until the daemon does what it is there for, and tells its last lines when it ends before. */
export async function waitForDaemon(folders: EngineFolders, daemon: Daemon, isReady: () => boolean | Promise<boolean>) {
  await waitFor(`${daemon} ready`, patienceMs, () => {
    if (runningDaemon(folders, daemon) !== undefined) return isReady();
    const lines = readFileSync(logOf(folders, daemon), "utf8").trimEnd().split("\n").slice(-15);
    throw new Error(`${daemon} ended; its last lines:\n${lines.join("\n")}`);
  });
}

/** Ends a daemon, also one that is frozen. */
export async function endDaemon(folders: EngineFolders, daemon: Daemon, name: "SIGTERM" | "SIGKILL"): Promise<void> {
  const target = runningDaemon(folders, daemon);
  if (target === undefined) return;
  signal(target, name);
  signal(target, "SIGCONT");
  await waitFor(`the end of ${daemon}`, patienceMs, () => !isAlive(target));
}

/** Nothing of the machine's own Docker is read: no configuration file, no folder. */
const arguments_: Record<Daemon, (folders: EngineFolders, programs: EnginePrograms) => string[]> = {
  containerd(folders) {
    const config = path.join(folders.run, "containerd.toml");
    writeFileSync(config, containerdConfig(folders));
    return ["--config", config];
  },
  dockerd(folders, { version }) {
    const { home, run } = folders;
    const config = path.join(run, "dockerd-config.json");
    writeFileSync(config, JSON.stringify(dockerdConfig(folders, version)));
    const pidFile = path.join(run, "dockerd.pid");
    // After a kill, the old one would stop the new daemon.
    rmSync(pidFile, { force: true });
    return [
      ...["--config-file", config, "--pidfile", pidFile, "--host", `unix://${socketOf(folders, "dockerd")}`],
      ...["--data-root", path.join(home, "data"), "--exec-root", path.join(run, "exec")],
      ...["--containerd", socketOf(folders, "containerd")],
    ];
  },
};

/** Published ports go to loopback unless a container asks otherwise. */
function dockerdConfig({ home }: EngineFolders, version: EnginePrograms["version"]) {
  const loopback = { "com.docker.network.bridge.host_binding_ipv4": "127.0.0.1" };
  return {
    group: "root",
    ip: "127.0.0.1",
    "exec-opts": ["native.cgroupdriver=cgroupfs"],
    "shutdown-timeout": 5,
    // 20.10 would write its key to /etc/docker.
    ...(version === "20.10" && { "deprecated-key-path": `${home}/key.json` }),
    ...(version !== "20.10" && { "default-network-opts": { bridge: loopback } }),
  };
}

function containerdConfig(folders: EngineFolders): string {
  const { home, run } = folders;
  return `version = 2
root = "${home}/containerd"
state = "${run}/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "${socketOf(folders, "containerd")}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${home}/opt"
`;
}

function recordOf({ run }: EngineFolders, daemon: Daemon): string {
  return path.join(run, `${daemon}-process.json`);
}

function logOf({ home }: EngineFolders, daemon: Daemon): string {
  return path.join(home, `${daemon}.log`);
}
