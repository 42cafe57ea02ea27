/** The kinds of value a setting can have; `schema.ts` has the zod type of each. */
export type SettingKind =
  | "login" // Grafana's user: not empty, no colon (basic authentication separates by it), no control characters
  | "password"
  | "port" // 1 to 65535
  | "address" // an IPv4 or IPv6 address to listen on
  | "image" // an image's repository, without a tag
  | "tag" // an image's tag
  | "duration" // Prometheus' notation: 15s, 1m, 30d
  | "size" // Prometheus' notation: 512MB, 20GB; 0 for no limit
  | "memory" // Compose's notation: 512M, 1G
  | "cpus" // cores, a positive decimal number
  | "name" // a Compose project or network name
  | "path" // a file or folder; empty where not set
  | "runtime" // auto, docker or native
  | "switch"; // auto, on or off

export interface SettingDefinition {
  readonly kind: SettingKind;
  readonly default: string;
  /** One line, for --help, .env.example and the JSON Schema. */
  readonly help: string;
  /** Masked wherever settings are shown. */
  readonly secret?: true;
}

/**
 * Every setting, by the name of its environment variable. The flag is the same name in lower case with dashes
 * (`--monitor-port`), the key in env-manager.yaml in lower case (`monitor_port`).
 * This table is plain data so that --help need not load the schema.
 */
export const settingsTable = {
  GRAFANA_USER: { kind: "login", default: "admin", help: "Login name of Grafana's administrator" },
  GRAFANA_PASSWORD: { kind: "password", default: "admin", secret: true, help: "Password of Grafana's administrator" },
  MONITOR_PORT: { kind: "port", default: "3000", help: "Port of Grafana" },
  MONITOR_BIND: { kind: "address", default: "127.0.0.1", help: "Address that Grafana listens on; 0.0.0.0 for all" },
  PROMETHEUS_PORT: { kind: "port", default: "9090", help: "Port of Prometheus, on 127.0.0.1" },
  EXPORTER_PORT: { kind: "port", default: "9410", help: "Port of the exporter, on 127.0.0.1" },
  ALERTMANAGER_PORT: { kind: "port", default: "9093", help: "Port of Alertmanager, on 127.0.0.1" },

  SCRAPE_INTERVAL: { kind: "duration", default: "15s", help: "How often Prometheus scrapes its targets" },
  PROMETHEUS_RETENTION_TIME: { kind: "duration", default: "30d", help: "How long Prometheus keeps samples" },
  PROMETHEUS_RETENTION_SIZE: {
    kind: "size",
    default: "20GB",
    help: "How much disk Prometheus may fill; 0 for no limit",
  },

  RUNTIME: { kind: "runtime", default: "auto", help: "Where services run: auto, docker or native" },
  DCGM_EXPORTER: {
    kind: "switch",
    default: "auto",
    help: "NVIDIA's exporter beside ours: auto, on or off (auto: where it can run)",
  },
  PROJECT_NAME: {
    kind: "name",
    default: "env-manager",
    help: "Compose project; two installations on one engine need two",
  },
  NETWORK_NAME: { kind: "name", default: "ai-monitor-net", help: "Network that containers join to be monitored" },

  GRAFANA_IMAGE: { kind: "image", default: "grafana/grafana", help: "Image of Grafana" },
  GRAFANA_TAG: { kind: "tag", default: "12.4.2", help: "Tag of Grafana's image" },
  PROMETHEUS_IMAGE: { kind: "image", default: "prom/prometheus", help: "Image of Prometheus" },
  PROMETHEUS_TAG: { kind: "tag", default: "v3.5.0", help: "Tag of Prometheus' image" },
  NODE_IMAGE: { kind: "image", default: "node", help: "Image that the exporter is built on" },
  NODE_TAG: { kind: "tag", default: "26-slim", help: "Tag of the image that the exporter is built on" },
  HAPROXY_IMAGE: { kind: "image", default: "haproxy", help: "Image of the socket proxy and the gateway" },
  HAPROXY_TAG: { kind: "tag", default: "3.2-alpine", help: "Tag of HAProxy's image" },
  DCGM_EXPORTER_IMAGE: { kind: "image", default: "nvcr.io/nvidia/k8s/dcgm-exporter", help: "Image of dcgm-exporter" },
  DCGM_EXPORTER_TAG: { kind: "tag", default: "4.4.2-4.7.0-ubuntu22.04", help: "Tag of dcgm-exporter's image" },

  GRAFANA_MEMORY: { kind: "memory", default: "1G", help: "Memory limit of Grafana" },
  GRAFANA_CPUS: { kind: "cpus", default: "0.5", help: "CPU limit of Grafana, in cores" },
  PROMETHEUS_MEMORY: { kind: "memory", default: "2G", help: "Memory limit of Prometheus" },
  PROMETHEUS_CPUS: { kind: "cpus", default: "1.0", help: "CPU limit of Prometheus, in cores" },
  EXPORTER_MEMORY: { kind: "memory", default: "256M", help: "Memory limit of the exporter" },
  EXPORTER_CPUS: { kind: "cpus", default: "0.5", help: "CPU limit of the exporter, in cores" },
  DOCKER_SOCKET_PROXY_MEMORY: { kind: "memory", default: "64M", help: "Memory limit of the Docker socket proxy" },
  DOCKER_SOCKET_PROXY_CPUS: { kind: "cpus", default: "0.25", help: "CPU limit of the Docker socket proxy, in cores" },
  GATEWAY_MEMORY: { kind: "memory", default: "64M", help: "Memory limit of the gateway before Prometheus" },
  GATEWAY_CPUS: { kind: "cpus", default: "0.5", help: "CPU limit of the gateway before Prometheus, in cores" },
  DCGM_EXPORTER_MEMORY: { kind: "memory", default: "1G", help: "Memory limit of dcgm-exporter" },
  DCGM_EXPORTER_CPUS: { kind: "cpus", default: "0.5", help: "CPU limit of dcgm-exporter, in cores" },

  PROMETHEUS_BINARY: { kind: "path", default: "", help: "Native: the prometheus program; empty to look for one" },
  GRAFANA_HOME: {
    kind: "path",
    default: "",
    help: "Native: Grafana's home folder (bin, conf, public); empty to look for one",
  },
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settingsTable;
export const settingNames = Object.keys(settingsTable) as SettingName[];

type ValueOf<Kind extends SettingKind> = Kind extends "port"
  ? number
  : Kind extends "runtime"
    ? "auto" | "docker" | "native"
    : Kind extends "switch"
      ? "auto" | "on" | "off"
      : string;

/** The effective value of every setting, validated. */
export type Settings = { readonly [Name in SettingName]: ValueOf<(typeof settingsTable)[Name]["kind"]> };

/** `MONITOR_PORT` → `monitor-port`, the flag without its dashes. */
export const flagOf = (name: SettingName): string => name.toLowerCase().replaceAll("_", "-");

/** `MONITOR_PORT` → `monitor_port`, the key in env-manager.yaml. */
export const yamlKeyOf = (name: SettingName): string => name.toLowerCase();
