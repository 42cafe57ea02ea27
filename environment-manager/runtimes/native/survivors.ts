import { endProcesses } from "./end-processes.ts";
import type { NativeLayout } from "./layout.ts";
import { isAlive, markedProcesses, type ProcessIdentity, supervisorName } from "./process-table.ts";
import { readProcesses } from "./state-files.ts";

/**
 * Every process of this installation: those that carry its mark, and those that its supervisor recorded. The record
 * matters for programs whose environment nobody may read, such as one with file capabilities.
 */
export function processesOf(
  layout: NativeLayout,
  instance: string,
): readonly (ProcessIdentity & { service: string })[] {
  const marked = markedProcesses(instance);
  const known = new Set(marked.map(({ pid }) => pid));
  return [...marked, ...readProcesses(layout).filter((recorded) => !known.has(recorded.pid) && isAlive(recorded))];
}

/** The supervisor of this installation, if one lives, whether it answers or not. */
export const findSupervisor = (layout: NativeLayout, instance: string): ProcessIdentity | undefined =>
  processesOf(layout, instance).find(({ service }) => service === supervisorName);

/**
 * Ends services that have outlived their supervisor. Does nothing while one lives: then they are its own.
 * @returns the names of the services that were ended.
 */
export async function endSurvivors(layout: NativeLayout, instance: string): Promise<readonly string[]> {
  const all = processesOf(layout, instance);
  if (all.length === 0 || all.some(({ service }) => service === supervisorName)) return [];
  // Only those seen now: a supervisor that starts meanwhile starts others, and ends these itself.
  await endProcesses(() => all, survivorGraceMs);
  return [...new Set(all.map(({ service }) => service))];
}

/** Time to end by themselves. Both Prometheus and Grafana keep what they have stored when they are killed. */
export const survivorGraceMs = 5000;
