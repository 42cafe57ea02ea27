import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Does `work` while no other process does its own under the same `lockFile`. The lock belongs to a flock that ends with its
 * standard input, and so with this process, however that ends.
 */
export async function oneAtATime(lockFile: string, work: () => Promise<void>): Promise<void> {
  const holder = spawn("flock", [lockFile, "sh", "-c", "echo held && exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const held = once(holder.stdout, "data").then(() => true);
  const ended = once(holder, "close").then(() => false);
  if (!(await Promise.race([held, ended]))) throw new Error(`flock could not lock ${lockFile}`);
  try {
    await work();
  } finally {
    holder.stdin.end();
    holder.stdout.destroy();
  }
}
