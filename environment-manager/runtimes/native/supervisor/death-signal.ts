import { spawnSync } from "node:child_process";

/**
 * What to put before a command so that the kernel sends it SIGTERM when the supervisor dies: setpriv of util-linux 2.32
 * or later. Nothing where that is missing; the keeper does the same from outside, a moment later.
 */
export function deathSignalPrefix(): readonly string[] {
  const prefix = ["setpriv", "--pdeathsig", "TERM", "--"];
  const tried = spawnSync("setpriv", [...prefix.slice(1), "true"], { stdio: "ignore", timeout: 2000 });
  return tried.status === 0 ? prefix : [];
}
