import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { durationMilliseconds } from "../settings/quantities.ts";
import { type Settings, settingNames, settingsTable } from "../settings/table.ts";
import { composeServices } from "./compose-file.ts";
import type { StackFile } from "./files.ts";
import type { FactVariable } from "./interpolation.ts";
import { dockerAddresses, renderPrometheusConfig } from "./prometheus-config.ts";
import { renderDashboardProviders, renderDatasources } from "./provisioning.ts";
import { dcgmCounters } from "./services/dcgm-exporter.ts";
import { dockerSocketProxyConfig } from "./services/docker-socket-proxy.ts";
import { gatewayConfig } from "./services/gateway.ts";

/** What the manager found on this machine that the files of its installation depend on. */
export interface MachineFacts {
  /** Engine 25 and later check health more often while a container starts; older ones refuse the word. */
  readonly engineKnowsStartInterval: boolean;
  /** Path of the engine's socket on this machine. */
  readonly dockerSocket: string;
  /** Mounts made below / later can be passed on to containers. */
  readonly rootIsShared: boolean;
  /** Hash of the exporter's build context. */
  readonly exporterTag: string;
  /** An NVIDIA GPU and the container toolkit are there. */
  readonly nvidiaRuntime: boolean;
  /** dcgm-exporter is to run. */
  readonly dcgm: boolean;
  /** Path of the file that holds Grafana's password. */
  readonly grafanaPasswordFile: string;
}

export interface Installation {
  /** What `docker compose --env-file` gets: every setting but the secrets, the facts, the user's own `X_` variables. */
  readonly composeEnv: Readonly<Record<string, string>>;
  /** Files that git ignores. */
  readonly files: readonly StackFile[];
}

/** Renders what differs from one installation under Docker to the next. */
export function renderInstallation(
  settings: Settings,
  facts: MachineFacts,
  extra: Readonly<Record<string, string>>,
): Installation {
  const ownConfig = facts.dcgm || settings.SCRAPE_INTERVAL !== settingsTable.SCRAPE_INTERVAL.default;
  const prometheusConfig = ownConfig ? "prometheus.local.yml" : "prometheus.yml";
  const factValues: Record<FactVariable, string> = {
    DOCKER_SOCKET: facts.dockerSocket,
    ROOT_MOUNT: facts.rootIsShared ? "ro,rslave" : "ro",
    PROMETHEUS_CONFIG: prometheusConfig,
    EXPORTER_TAG: facts.exporterTag,
    GRAFANA_PASSWORD_FILE: facts.grafanaPasswordFile,
    DCGM_INTERVAL_MS: String(durationMilliseconds(settings.SCRAPE_INTERVAL)),
  };
  const addresses = facts.dcgm ? { ...dockerAddresses, dcgmExporter: "dcgm-exporter:9400" } : dockerAddresses;
  const prometheusText = renderPrometheusConfig(addresses, settings.SCRAPE_INTERVAL);
  return {
    composeEnv: {
      ...extra,
      ...publicSettings(settings),
      // Compose reads the first colon of `address:port:port` as the address' end.
      MONITOR_BIND: settings.MONITOR_BIND.includes(":") ? `[${settings.MONITOR_BIND}]` : settings.MONITOR_BIND,
      ...factValues,
      COMPOSE_PROFILES: facts.dcgm ? "dcgm" : "",
    },
    files: [
      { path: ".env-manager/docker-compose.local.yml", content: renderLocalCompose(facts, prometheusText) },
      ...(ownConfig ? [{ path: `monitoring/prometheus/${prometheusConfig}`, content: prometheusText }] : []),
    ],
  };
}

/** Compose sees that a mounted file has another content only by this label. */
const filesLabel = "env-manager.files";

/** What services read once, at their start. */
const filesReadAtStart = (prometheusConfig: string): Readonly<Record<string, string>> => ({
  prometheus: prometheusConfig,
  grafana: renderDatasources() + renderDashboardProviders(),
  gateway: gatewayConfig,
  "docker-socket-proxy": dockerSocketProxyConfig,
  "dcgm-exporter": dcgmCounters,
});

function renderLocalCompose(facts: MachineFacts, prometheusConfig: string): string {
  const files = filesReadAtStart(prometheusConfig);
  const services = Object.entries(composeServices)
    .filter(([, service]) => facts.dcgm || !("profiles" in service))
    .map(([name, service]): [string, object] => [
      name,
      {
        ...(files[name] && { labels: { [filesLabel]: shortHash(files[name]) } }),
        ...(facts.engineKnowsStartInterval && "healthcheck" in service && { healthcheck: { start_interval: "100ms" } }),
        ...(facts.nvidiaRuntime && name === "exporter" && nvidia),
      },
    ])
    .filter(([, additions]) => Object.keys(additions).length > 0);
  const document = { services: Object.fromEntries(services) };
  return `# Generated: what this installation has beyond head_1/docker-compose.yml.\n${stringify(document)}`;
}

const nvidia = {
  runtime: "nvidia",
  environment: { NVIDIA_VISIBLE_DEVICES: "all", NVIDIA_DRIVER_CAPABILITIES: "utility" },
};

const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

const publicSettings = (settings: Settings): Record<string, string> =>
  Object.fromEntries(
    settingNames.filter((name) => !("secret" in settingsTable[name])).map((name) => [name, String(settings[name])]),
  );
