import { join } from "node:path";
import type { Settings } from "./table.ts";

/** Every path of an installation, each named once. All are absolute when `directory` is. */
export function projectPaths(directory: string) {
  const state = join(directory, ".env-manager");
  const monitoring = join(directory, "monitoring");
  return {
    directory,
    /** Settings that flags saved; mode 0600. */
    env: join(directory, ".env"),
    yaml: join(directory, "env-manager.yaml"),
    compose: join(directory, "head_1", "docker-compose.yml"),
    /** The user's own additions to the Compose file, merged last. */
    override: join(monitoring, "docker-compose.override.yml"),
    monitoring,
    targets: join(monitoring, "targets"),
    /** State of this installation; mode 0700. */
    state,
    lock: join(state, "lock"),
    audit: join(state, "audit.log"),
    /** Effective settings and found facts for `docker compose --env-file`; no secrets. */
    composeEnv: join(state, "compose.env"),
    /** What of the Compose file differs with this machine's engine; merged before `override`. */
    localCompose: join(state, "docker-compose.local.yml"),
    /** Each runtime has a Grafana with data of its own, and so a password that was last set there. */
    grafanaUser: (runtime: "docker" | "native") => join(state, "secrets", runtime, "grafana_user"),
    grafanaPassword: (runtime: "docker" | "native") => join(state, "secrets", runtime, "grafana_password"),
    /** Native runtime: binaries, data, logs, supervisor. */
    native: join(state, "native"),
    backups: join(directory, "backups"),
  } as const;
}

export type ProjectPaths = ReturnType<typeof projectPaths>;

/** An installation: where it is and how it is set. What most operations are given. */
export interface Project {
  readonly paths: ProjectPaths;
  readonly settings: Settings;
  /** The user's own variables for docker-compose.override.yml, from `.env`. */
  readonly extra: Readonly<Record<string, string>>;
  /** Root of the program's own files (bundles, the exporter's Dockerfile): a clone or an installed package. */
  readonly programRoot: string;
}
