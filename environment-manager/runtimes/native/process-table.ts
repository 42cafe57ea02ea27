import { readdirSync } from "node:fs";
import { readOrNothing } from "../proc-files.ts";

/** One process, told from every other that ever had or will have its number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start in clock ticks since boot, the 22nd field of /proc/<pid>/stat. */
  readonly startTicks: string;
  /** Random id of this run of the kernel, so that nothing recorded before a reboot is taken for alive. */
  readonly boot: string;
}

/** A process that carries the mark of an installation in its environment. */
export interface MarkedProcess extends ProcessIdentity {
  readonly service: string;
  /** Of the supervisor that started it; see `generationOf`. */
  readonly generation: string;
}

/** The name that the supervisor itself is marked with, in place of a service's. */
export const supervisorName = "supervisor";

const markers = {
  instance: "ENV_MANAGER_INSTANCE",
  service: "ENV_MANAGER_SERVICE",
  generation: "ENV_MANAGER_GENERATION",
} as const;

/** Environment variables that make a process, and all that it starts, known as one of this installation. */
export const mark = (instance: string, service: string, generation: string): Record<string, string> => ({
  [markers.instance]: instance,
  [markers.service]: service,
  [markers.generation]: generation,
});

/** Tells the supervisors of one installation apart, which follow each other. */
export const generationOf = ({ pid, startTicks }: ProcessIdentity): string => `${pid}-${startTicks}`;

/** How the processes of one supervisor are marked, as it stands in their environment. */
export const generationMark = (supervisor: ProcessIdentity): string =>
  `${markers.generation}=${generationOf(supervisor)}`;

/** The process as it is now; undefined where there is none, or only the rest of one that nobody has waited for. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const { state, startTicks } = statOf(pid);
  return startTicks === undefined || state === "Z" || state === "X" ? undefined : { pid, startTicks, boot: bootId() };
}

/** A child of this process just after its start; it may have ended already. */
export function identityOfChild(pid: number): ProcessIdentity | undefined {
  const { startTicks } = statOf(pid);
  return startTicks === undefined ? undefined : { pid, startTicks, boot: bootId() };
}

function statOf(pid: number): { readonly state?: string | undefined; readonly startTicks?: string | undefined } {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  // The program's name stands in parentheses and may hold spaces and parentheses itself.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state, startTicks: fields[18] };
}

export function isAlive(identity: ProcessIdentity): boolean {
  const now = identity.boot === bootId() ? identityOf(identity.pid) : undefined;
  return now?.startTicks === identity.startTicks;
}

/** How long ago a living process started. Clock ticks are hundredths of a second for every program on Linux. */
export const ageSeconds = ({ startTicks }: ProcessIdentity): number =>
  Number(readOrNothing("/proc/uptime").split(" ")[0]) - Number(startTicks) / 100;

/** Signals the process only if it is still the one that was meant. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch {
    // It ended between the look and the signal, or is another user's: neither is ours to signal.
  }
}

/** Every process of this installation that this user may see. Costs some 20 µs per process of the machine. */
export function markedProcesses(instance: string): readonly MarkedProcess[] {
  const wanted = `${markers.instance}=${instance}`;
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const environment = readOrNothing(`/proc/${name}/environ`);
    if (!environment.includes(wanted)) return [];
    const variables = environment.split("\0");
    const identity = variables.includes(wanted) ? identityOf(Number(name)) : undefined;
    if (!identity) return [];
    const read = (marker: string) =>
      variables.find((variable) => variable.startsWith(`${marker}=`))?.slice(marker.length + 1) ?? "";
    return [{ ...identity, service: read(markers.service), generation: read(markers.generation) }];
  });
}

let boot: string | undefined;

function bootId(): string {
  boot ??= readOrNothing("/proc/sys/kernel/random/boot_id").trim();
  return boot;
}
