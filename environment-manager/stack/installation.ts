import { stringify } from "yaml";
import { durationMilliseconds } from "../settings/quantities.ts";
import { type Settings, settingNames, settingsTable } from "../settings/table.ts";
import { composeServices } from "./compose-file.ts";
import type { StackFile } from "./files.ts";
import type { FactVariable } from "./interpolation.ts";
import { dockerAddresses, renderPrometheusConfig } from "./prometheus-config.ts";

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
      { path: ".env-manager/docker-compose.local.yml", content: renderLocalCompose(facts) },
      ...(ownConfig
        ? [
            {
              path: `monitoring/prometheus/${prometheusConfig}`,
              content: renderPrometheusConfig(addresses, settings.SCRAPE_INTERVAL),
            },
          ]
        : []),
    ],
  };
}

function renderLocalCompose(facts: MachineFacts): string {
  const services: Record<string, object> = {};
  if (facts.engineKnowsStartInterval) {
    for (const [name, service] of Object.entries(composeServices)) {
      const everyHundred = { start_interval: "100ms" };
      if ("healthcheck" in service && !("profiles" in service)) services[name] = { healthcheck: everyHundred };
    }
  }
  if (facts.nvidiaRuntime) {
    services["exporter"] = {
      ...services["exporter"],
      runtime: "nvidia",
      environment: { NVIDIA_VISIBLE_DEVICES: "all", NVIDIA_DRIVER_CAPABILITIES: "utility" },
    };
  }
  return `# Generated: what this machine's engine can do beyond head_1/docker-compose.yml.\n${stringify({ services })}`;
}

const publicSettings = (settings: Settings): Record<string, string> =>
  Object.fromEntries(
    settingNames.filter((name) => !("secret" in settingsTable[name])).map((name) => [name, String(settings[name])]),
  );
