import { readFileSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { EngineFolders } from "./engine-daemon.ts";
import type { EnginePrograms } from "./engine-programs.ts";
import { findInThisNetwork } from "./processes.ts";

/** How the machine was before an engine changed it. */
interface MachineBefore {
  readonly sysctls: Readonly<Record<string, string>>;
  readonly forwardPolicy: string;
}

const changedSysctls = [
  "net/ipv4/ip_forward",
  "net/bridge/bridge-nf-call-iptables",
  "net/bridge/bridge-nf-call-ip6tables",
];
const ownBridge = /^(docker0|docker_gwbridge|br-[0-9a-f]{12})$/;
const ownRule = /\bDOCKER|\b(docker0|docker_gwbridge|br-[0-9a-f]{12})\b/;
const ownFolders = ["/run/containerd", "/run/docker", "/run/runc"];

/** Writes down, before the first start, what an engine will change. A run that crashed has done so already. */
export async function rememberMachine({ run }: EngineFolders, programs: EnginePrograms): Promise<void> {
  await mkdir(run, { recursive: true });
  const { stdout } = await firewall("iptables", programs, ["-S", "FORWARD"]);
  const before: MachineBefore = {
    sysctls: Object.fromEntries(changedSysctls.flatMap((name) => readSysctl(name).map((value) => [name, value]))),
    forwardPolicy: /^-P FORWARD (\w+)/m.exec(stdout)?.[1] ?? "ACCEPT",
  };
  try {
    writeFileSync(beforeFile(run), JSON.stringify(before), { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

/** Takes away what an engine that has ended left: mounts, bridges, firewall rules, kernel settings, cgroups, empty folders. */
export async function clearTraces(folders: EngineFolders, programs: EnginePrograms): Promise<void> {
  await unmountBelow([folders.run, folders.home]);
  // Another engine's network looks the same.
  if (findInThisNetwork("dockerd") === undefined) await clearNetwork(folders, programs);
  const hierarchies = await readdir("/sys/fs/cgroup");
  const groups = ["", ...hierarchies].map((hierarchy) => path.join("/sys/fs/cgroup", hierarchy, "docker"));
  for (const folder of [...groups, ...ownFolders]) await removeEmptyFolders(folder);
}

async function clearNetwork({ run }: EngineFolders, programs: EnginePrograms): Promise<void> {
  for (const bridge of (await readdir("/sys/class/net")).filter((name) => ownBridge.test(name))) {
    await execa(path.join(programs.bin, "busybox"), ["ip", "link", "delete", bridge], { reject: false });
  }
  const before = readBefore(run);
  if (before === undefined) return;
  await clearFirewall(programs, before.forwardPolicy);
  for (const [name, value] of Object.entries(before.sysctls)) writeFileSync(path.join("/proc/sys", name), value);
}

async function unmountBelow(folders: readonly string[]): Promise<void> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8")).split("\n").map((line) => line.split(" ")[4] ?? "");
  const own = mounts.filter((mount) => folders.some((folder) => mount.startsWith(`${folder}/`)));
  for (const mount of own.reverse()) await execa("umount", ["--no-mtab", "--lazy", mount], { reject: false });
}

async function clearFirewall(programs: EnginePrograms, forwardPolicy: string): Promise<void> {
  const { stdout } = await firewall("iptables-save", programs, []);
  const kept = stdout
    .split("\n")
    .filter((line) => !ownRule.test(line))
    .map((line) => line.replace(/^:FORWARD \w+/, `:FORWARD ${forwardPolicy}`));
  await firewall("iptables-restore", programs, [], `${kept.join("\n")}\n`);
}

function firewall(program: string, { bin, environment }: EnginePrograms, args: readonly string[], input = "") {
  return execa(path.join(bin, program), args, { env: environment, input });
}

/** Removes a tree of folders as far as nothing is in them. */
async function removeEmptyFolders(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeEmptyFolders(path.join(folder, entry.name));
  await rmdir(folder).catch(() => {});
}

function readSysctl(name: string): string[] {
  try {
    return [readFileSync(path.join("/proc/sys", name), "utf8").trim()];
  } catch {
    return [];
  }
}

function readBefore(run: string): MachineBefore | undefined {
  try {
    return JSON.parse(readFileSync(beforeFile(run), "utf8"));
  } catch {
    return undefined;
  }
}

function beforeFile(run: string): string {
  return path.join(run, "machine-before.json");
}
