import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Runtime } from "../runtimes/runtime.ts";
import type { ProjectPaths } from "../settings/project.ts";

type RuntimeName = Runtime["name"];

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The credentials that the Grafana of a runtime is known to have had; undefined before its first start. */
export function appliedCredentials(paths: ProjectPaths, runtime: RuntimeName): Credentials | undefined {
  try {
    const password = readFileSync(paths.grafanaPassword(runtime), "utf8");
    return { username: readFileSync(paths.grafanaUser(runtime), "utf8"), password };
  } catch {
    return undefined;
  }
}

/** Remembers what Grafana's administrator is called and has as password; Grafana reads the latter at its first start. */
export function writeCredentials(paths: ProjectPaths, runtime: RuntimeName, { username, password }: Credentials): void {
  writeSecret(paths.grafanaUser(runtime), username);
  writeSecret(paths.grafanaPassword(runtime), password);
}

/**
 * The folder lets nobody but its owner in. The file itself must be readable for Grafana's own user, who sees it alone,
 * mounted into the container; giving it to that user would need root.
 */
function writeSecret(path: string, secret: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  chmodSync(dirname(path), 0o700);
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, secret);
  chmodSync(temporary, 0o444);
  renameSync(temporary, path);
}
