import type { SettingName } from "./table.ts";

export interface SettingGroup {
  readonly title: string;
  readonly names: readonly SettingName[];
}

/** The settings in the order in which people read about them. A test sees to it that none is missing. */
export const settingGroups: readonly SettingGroup[] = [
  { title: "Grafana", names: ["GRAFANA_USER", "GRAFANA_PASSWORD", "MONITOR_PORT", "MONITOR_BIND"] },
  { title: "Ports of the other services", names: ["PROMETHEUS_PORT", "EXPORTER_PORT", "ALERTMANAGER_PORT"] },
  {
    title: "Scraping and retention",
    names: ["SCRAPE_INTERVAL", "PROMETHEUS_RETENTION_TIME", "PROMETHEUS_RETENTION_SIZE"],
  },
  { title: "Where and what is run", names: ["RUNTIME", "DCGM_EXPORTER", "PROJECT_NAME", "NETWORK_NAME"] },
  {
    title: "Images and tags",
    names: [
      "GRAFANA_IMAGE",
      "GRAFANA_TAG",
      "PROMETHEUS_IMAGE",
      "PROMETHEUS_TAG",
      "NODE_IMAGE",
      "NODE_TAG",
      "HAPROXY_IMAGE",
      "HAPROXY_TAG",
      "DCGM_EXPORTER_IMAGE",
      "DCGM_EXPORTER_TAG",
    ],
  },
  {
    title: "Limits",
    names: [
      "GRAFANA_MEMORY",
      "GRAFANA_CPUS",
      "PROMETHEUS_MEMORY",
      "PROMETHEUS_CPUS",
      "EXPORTER_MEMORY",
      "EXPORTER_CPUS",
      "DOCKER_SOCKET_PROXY_MEMORY",
      "DOCKER_SOCKET_PROXY_CPUS",
      "GATEWAY_MEMORY",
      "GATEWAY_CPUS",
      "DCGM_EXPORTER_MEMORY",
      "DCGM_EXPORTER_CPUS",
    ],
  },
  { title: "Without Docker", names: ["PROMETHEUS_BINARY", "GRAFANA_HOME"] },
];
