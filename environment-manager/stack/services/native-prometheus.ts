import { join } from "node:path";
import type { Project } from "../../settings/project.ts";
import { memoryBytes } from "../../settings/quantities.ts";
import { serviceUrls } from "../../settings/service-urls.ts";
import type { NativeService } from "../native-service.ts";
import { renderPrometheusConfig } from "../prometheus-config.ts";
import { prometheusArchive } from "./native-archives.ts";

/** Prometheus as a process of this machine. It reloads by SIGHUP, so nobody on the machine is given an API to stop it. */
export function nativePrometheus({ paths, settings }: Project): NativeService {
  const config = join(paths.native, "prometheus", "prometheus.yml");
  const url = serviceUrls(settings).prometheus;
  const content = renderPrometheusConfig(
    {
      self: `127.0.0.1:${settings.PROMETHEUS_PORT}`,
      exporter: `127.0.0.1:${settings.EXPORTER_PORT}`,
      grafana: `${new URL(serviceUrls(settings).grafana).host}`,
      targets: paths.targets,
      rules: join(paths.monitoring, "prometheus", "rules"),
    },
    settings.SCRAPE_INTERVAL,
  );
  return {
    name: "prometheus",
    title: "Prometheus",
    required: true,
    program: {
      kind: "searched",
      setting: { name: "PROMETHEUS_BINARY", value: settings.PROMETHEUS_BINARY },
      commands: ["prometheus"],
      places: ["/usr/local/bin/prometheus", "/usr/bin/prometheus", "/opt/prometheus*/prometheus"],
      companions: [],
      versionArguments: ["--version"],
      minimumVersion: "2.42.0",
      archive: prometheusArchive,
      package: { name: "prometheus", program: "usr/bin/prometheus" },
    },
    command: (_program, data) => ({
      arguments: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${data}`,
        `--storage.tsdb.retention.time=${settings.PROMETHEUS_RETENTION_TIME}`,
        `--storage.tsdb.retention.size=${settings.PROMETHEUS_RETENTION_SIZE}`,
        `--web.listen-address=127.0.0.1:${settings.PROMETHEUS_PORT}`,
      ],
      // There is no limit to hold it to without containers; the Go runtime collects harder from here on.
      environment: { GOMEMLIMIT: `${memoryBytes(settings.PROMETHEUS_MEMORY)}B` },
    }),
    listens: { address: "127.0.0.1", port: settings.PROMETHEUS_PORT, setting: "PROMETHEUS_PORT" },
    readiness: { url: `${url}/-/ready`, withinSeconds: 300 },
    files: [{ path: config, content, onChange: "reload" }],
    stop: { signal: "SIGTERM", withinSeconds: 60 },
    url,
  };
}
