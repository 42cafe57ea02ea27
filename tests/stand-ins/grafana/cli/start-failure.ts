import type { Release } from "../release.ts";

const SERVICE_STATE = "invalid service state: Failed, expected";

/** How a release words, as its last line, that one of its parts could not start. */
export function startFailure(release: Release, part: string, reason: string): Error {
  if (!release.modern) return new Error(reason);
  const inner = `[starting module ${part}: ${SERVICE_STATE}: Running, failure: ${reason}]`;
  const middle = `${SERVICE_STATE}: Running, failure: not healthy, 0 terminated, 1 failed: ${inner}`;
  return new Error(`${SERVICE_STATE}: Terminated, failure: ${middle}`);
}
