import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProjectPaths } from "../settings/project.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const userPath = (paths: ProjectPaths) => join(paths.secrets, "grafana_user");

/** The credentials that Grafana is known to have had; undefined before the first start. */
export function appliedCredentials(paths: ProjectPaths): Credentials | undefined {
  try {
    const password = readFileSync(paths.grafanaPassword, "utf8");
    return { username: readFileSync(userPath(paths), "utf8"), password };
  } catch {
    return undefined;
  }
}

/** Remembers what Grafana's administrator is called and has as password; Grafana reads the latter at its first start. */
export function writeCredentials(paths: ProjectPaths, { username, password }: Credentials): void {
  writeSecret(userPath(paths), username);
  writeSecret(paths.grafanaPassword, password);
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
