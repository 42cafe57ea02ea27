import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { RELEASE_NAMES, type ReleaseName } from "../release.ts";

/** Which recorded release the program of a home folder is, by what `bin/grafana server -v` says of itself. */
export async function releaseOfHome(home: string): Promise<ReleaseName> {
  const { stdout } = await promisify(execFile)(join(home, "bin/grafana"), ["server", "-v"]);
  const version = /Version (\d+\.\d+)/.exec(stdout)?.[1];
  const found = RELEASE_NAMES.find((name) => version !== undefined && name.startsWith(`${version}.`));
  if (found === undefined) throw new Error(`no recording is of the version that says of itself: ${stdout.trim()}`);
  return found;
}
