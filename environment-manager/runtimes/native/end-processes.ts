import { setTimeout as wait } from "node:timers/promises";
import { isAlive, type ProcessIdentity, signalProcess } from "./process-table.ts";

const lookMs = 25;
/** SIGKILL takes effect at once, except where a process waits in the kernel for a disk or a driver. */
const killedWithinMs = 5000;

/**
 * Ends every process that `list` names: asks with SIGTERM, insists with SIGKILL after the grace. Asks `list` anew until
 * it is empty, since processes may have started others meanwhile.
 * @returns those that live on: stuck in the kernel.
 */
export async function endProcesses(
  list: () => readonly ProcessIdentity[],
  graceMs: number,
): Promise<readonly ProcessIdentity[]> {
  const asked = new Set<string>();
  const killAt = performance.now() + graceMs;
  const giveUpAt = killAt + killedWithinMs;
  for (;;) {
    const living = list().filter(isAlive);
    const now = performance.now();
    if (living.length === 0 || now >= giveUpAt) return living;
    for (const identity of living) {
      const key = `${identity.pid}-${identity.startTicks}`;
      if (now >= killAt) signalProcess(identity, "SIGKILL");
      else if (!asked.has(key)) signalProcess(identity, "SIGTERM");
      asked.add(key);
    }
    await wait(lookMs);
  }
}

/** Whether a process is still there after so many milliseconds; false as soon as it is gone. */
export async function livesOn(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds;
  while (isAlive(identity) && performance.now() < until) await wait(lookMs);
  return isAlive(identity);
}
