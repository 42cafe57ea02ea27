import { settingsTable } from "../settings/table.ts";
import { renderComposeFile } from "./compose-file.ts";
import { dockerAddresses, renderPrometheusConfig } from "./prometheus-config.ts";
import { renderDashboardProviders, renderDatasources } from "./provisioning.ts";
import { dcgmCounters } from "./services/dcgm-exporter.ts";
import { dockerSocketProxyConfig } from "./services/docker-socket-proxy.ts";
import { gatewayConfig } from "./services/gateway.ts";

/** One file of an installation; `path` is relative to the project directory. */
export interface StackFile {
  readonly path: string;
  readonly content: string;
}

/** The generated files that are the same for every installation, committed and held to this by a test. */
export const commonFiles = (): readonly StackFile[] => [
  { path: "head_1/docker-compose.yml", content: renderComposeFile() },
  {
    path: "monitoring/prometheus/prometheus.yml",
    content: renderPrometheusConfig(dockerAddresses, settingsTable.SCRAPE_INTERVAL.default),
  },
  { path: "monitoring/grafana/provisioning/datasources/prometheus.yml", content: renderDatasources() },
  { path: "monitoring/grafana/provisioning/dashboards/dashboards.yml", content: renderDashboardProviders() },
  // Without these two folders Grafana reports an error at each start.
  { path: "monitoring/grafana/provisioning/plugins/none.yml", content: "apiVersion: 1\napps: []\n" },
  { path: "monitoring/grafana/provisioning/alerting/none.yml", content: "apiVersion: 1\n" },
  { path: "monitoring/gateway/haproxy.cfg", content: gatewayConfig },
  { path: "monitoring/docker-socket-proxy/haproxy.cfg", content: dockerSocketProxyConfig },
  { path: "monitoring/dcgm-exporter/counters.csv", content: dcgmCounters },
  // Only for those who use the Compose file by hand; env-manager points Compose to the password of the settings.
  { path: "monitoring/grafana/default_password", content: settingsTable.GRAFANA_PASSWORD.default },
];
