import { linkSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { exitCode, UserError } from "../errors.ts";
import type { ProjectPaths } from "../settings/project.ts";

interface Owner {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: tells a process from a later one with the same number. */
  readonly startTime: string;
  readonly command: string;
}

/**
 * Takes the installation's lock for this process; returns what gives it back. The lock of a process that no longer is
 * (killed, or before a reboot) is taken over.
 * @throws UserError with exit code 75 where another run holds it.
 */
export function takeLock({ lock }: ProjectPaths, command: string): () => void {
  const owner: Owner = { pid: process.pid, startTime: startTime(process.pid) ?? "", command };
  const own = `${lock}.${process.pid}`;
  writeInFolder(own, JSON.stringify(owner));
  try {
    // A link appears whole or not at all, and fails where the name is taken.
    for (let attempt = 0; ; attempt += 1) {
      if (link(own, lock)) return () => giveBack(lock);
      const holder = readOwner(lock);
      if (holder && (attempt > 5 || startTime(holder.pid) === holder.startTime)) throw held(holder);
      dropStale(lock);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Writes a file. Its folder may be removed by another run, which leaves an empty one no more than we do, just after it was made. */
function writeInFolder(path: string, text: string): void {
  for (let attempt = 0; ; attempt += 1) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(path, text);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || attempt > 5) throw error;
    }
  }
}

/** Removes the lock, and its folder where nothing else has come into it: a run that was refused leaves nothing. */
function giveBack(lock: string): void {
  rmSync(lock, { force: true });
  try {
    rmdirSync(dirname(lock));
  } catch {
    // It holds an installation's state.
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a stale lock away. Of two that do so at once, one gets it; the other finds a new lock, or none, and looks again. */
function dropStale(lock: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  const moved = readOwner(aside);
  const alive = moved && startTime(moved.pid) === moved.startTime;
  if (alive) link(aside, lock);
  rmSync(aside, { force: true });
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command in parentheses may hold spaces and parentheses itself.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

const held = ({ pid, command }: Owner) =>
  new UserError(
    {
      what: `Another run is changing this installation: env-manager ${command} (pid ${pid})`,
      remedy: "Wait until it has ended, then run this again",
    },
    exitCode.locked,
  );
