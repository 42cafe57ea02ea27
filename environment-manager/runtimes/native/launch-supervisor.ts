import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { ExternalError, UserError } from "../../errors.ts";
import type { Project } from "../../settings/project.ts";
import { endProcesses } from "./end-processes.ts";
import { inheritedEnvironment } from "./inherited-environment.ts";
import { throwIfInterrupted } from "./interruption.ts";
import { instanceOf, type NativeLayout, nativeLayout } from "./layout.ts";
import { ageSeconds, isAlive, mark, supervisorName } from "./process-table.ts";
import { startUnit } from "./service-unit.ts";
import { connectSupervisor, type SupervisorClient } from "./supervisor-client.ts";
import { endSurvivors, findSupervisor } from "./survivors.ts";
import { lastLogLines } from "./tail.ts";

/** Reading its services and ending those of a predecessor comes before its first answer. */
const answersWithinMs = 15_000;
const lookMs = 25;

/**
 * A supervisor that runs this program's version of itself: the one that is there, or a new one, which survives this
 * process and its terminal. One that is there and does not answer is ended first, and so is one of another version.
 */
export async function ensureSupervisor(
  project: Project,
  program: string,
  signal: AbortSignal,
): Promise<SupervisorClient> {
  const layout = nativeLayout(project.paths.directory);
  const present = (await connectSupervisor(layout)) ?? (await awaitStarting(project.paths.directory, signal));
  if (present) {
    if (present.build === buildOf(program)) return present;
    // One that refuses is asked by a signal next.
    await present.ask("shutdown", { disable: false }).catch(() => {});
    present.close();
  }
  await endSupervisor(project.paths.directory);
  return launch(project, layout, program, signal);
}

const buildOf = (program: string) =>
  existsSync(program) ? createHash("sha256").update(readFileSync(program)).digest("hex") : undefined;

/** Waits for a supervisor that somebody, or systemd, has started just now; undefined where there is none. */
async function awaitStarting(directory: string, signal: AbortSignal): Promise<SupervisorClient | undefined> {
  const layout = nativeLayout(directory);
  const starting = findSupervisor(layout, instanceOf(directory));
  while (starting && isAlive(starting) && ageSeconds(starting) * 1000 < answersWithinMs) {
    throwIfInterrupted(signal);
    await wait(lookMs);
    const client = await connectSupervisor(layout);
    if (client) return client;
  }
  return undefined;
}

const shutdownMs = 5000;

/** Ends a supervisor that does not answer any more, and every service that has outlived one. */
export async function endSupervisor(directory: string): Promise<void> {
  const layout = nativeLayout(directory);
  const instance = instanceOf(directory);
  const supervisor = findSupervisor(layout, instance);
  // After `shutdown` it needs a moment to end by itself; one that hangs gets no longer.
  if (supervisor) await endProcesses(() => [supervisor], shutdownMs);
  await endSurvivors(layout, instance);
}

async function launch(
  project: Project,
  layout: NativeLayout,
  program: string,
  signal: AbortSignal,
): Promise<SupervisorClient> {
  if (!existsSync(program)) {
    throw new UserError({
      what: "The supervisor of the native services has not been built",
      where: program,
      remedy: "Run npm run build in the program's folder, or install env-manager anew",
    });
  }
  mkdirSync(layout.logs, { recursive: true, mode: 0o700 });
  const ended = (await startUnit(project, signal)) ? () => false : spawnDetached(project, layout, program);
  const giveUpAt = performance.now() + answersWithinMs;
  while (performance.now() < giveUpAt && !ended()) {
    throwIfInterrupted(signal);
    const client = await connectSupervisor(layout);
    if (client) return client;
    await wait(lookMs);
  }
  throw new ExternalError("The supervisor of the native services did not start", {
    program: `node ${program}`,
    lastLines: lastLogLines(layout.supervisorLog, 10),
  });
}

/** Its exit status when another one was quicker; that one is about to answer. */
const anotherIsQuicker = 75;

/** Starts the supervisor in a session of its own; returns whether it has failed since. */
function spawnDetached(project: Project, layout: NativeLayout, program: string): () => boolean {
  const log = openSupervisorLog(layout);
  const instance = instanceOf(project.paths.directory);
  const child = spawn(process.execPath, [program, project.paths.directory], {
    cwd: layout.folder,
    detached: true,
    env: { ...inheritedEnvironment(process.env), ...mark(instance, supervisorName, "") },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let ended = false;
  child.once("error", () => {
    ended = true;
  });
  child.once("exit", (code) => {
    ended = code !== anotherIsQuicker;
  });
  child.unref();
  return () => ended;
}

const longestLog = 1024 ** 2;

/** It says little: its own errors. So it is set aside here, between two supervisors. */
function openSupervisorLog({ supervisorLog }: NativeLayout): number {
  if (existsSync(supervisorLog) && statSync(supervisorLog).size > longestLog) {
    renameSync(supervisorLog, `${supervisorLog}.1`);
  }
  return openSync(supervisorLog, "a", 0o600);
}
