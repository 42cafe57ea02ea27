import { type SettingName, settingsTable } from "../settings/table.ts";

/** `${MONITOR_PORT:-3000}`: the setting as Compose reads it, with the default of the settings table. */
export const ref = (name: SettingName): string => `\${${name}:-${settingsTable[name].default}}`;

/** A variable that is no setting: a fact that the manager finds on the machine and writes to compose.env. */
export const fact = (name: FactVariable): string => `\${${name}:-${factDefaults[name]}}`;

/** What the committed Compose file assumes where nobody has looked, so that it can be used by hand. */
export const factDefaults = {
  /** The engine's socket on this machine. */
  DOCKER_SOCKET: "/var/run/docker.sock",
  /** `ro,rslave` where / is a shared mount: mounts made later are then seen as well. */
  ROOT_MOUNT: "ro",
  /** Which file below monitoring/prometheus Prometheus reads. */
  PROMETHEUS_CONFIG: "prometheus.yml",
  /** Hash of the exporter's build context, so that a new one is built and an old one reused. */
  EXPORTER_TAG: "local",
  GRAFANA_PASSWORD_FILE: "../monitoring/grafana/default_password",
  /** dcgm-exporter takes milliseconds. */
  DCGM_INTERVAL_MS: "15000",
} as const;

export type FactVariable = keyof typeof factDefaults;

/** Every limit of a service: what it may use, and how many processes it may make. */
export const limits = (memory: SettingName, cpus: SettingName, pids: number) => ({
  resources: { limits: { cpus: ref(cpus), memory: ref(memory), pids } },
});
