import { createHash } from "node:crypto";
import path from "node:path";

/** Where a test machine keeps what it has, and where its engine runs. */
export interface MachineFolders {
  /** Kept between runs: packages, images, the engine's data. Deleting it starts everything over. */
  readonly cache: string;
  /** Gone after each run: sockets, pid files. Short, because a socket's path ends at 107 characters. */
  readonly run: string;
}

const checkout = path.resolve(import.meta.dirname, "../..");

/** The machine of this checkout, `.test-machine/` in it, or the one that `TEST_MACHINE_DIR` names. */
export function machineFolders(environment: NodeJS.ProcessEnv = process.env): MachineFolders {
  const cache = path.resolve(environment["TEST_MACHINE_DIR"] || path.join(checkout, ".test-machine"));
  const id = createHash("sha256").update(cache).digest("hex").slice(0, 8);
  return { cache, run: `/run/env-manager-test-${id}` };
}
