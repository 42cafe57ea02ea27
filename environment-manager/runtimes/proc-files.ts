import { readFileSync, readlinkSync } from "node:fs";

/** A file of /proc; empty where it is not there (any more) or not for this user to read. */
export function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A process may end at any moment, and its files with it.
    return "";
  }
}

/** Where a link of /proc leads; empty as above. */
export function linkOrNothing(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
