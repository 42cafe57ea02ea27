import { join } from "node:path";
import type { Project } from "../../settings/project.ts";
import { memoryBytes } from "../../settings/quantities.ts";
import { serviceUrls } from "../../settings/service-urls.ts";
import type { NativeService } from "../native-service.ts";
import { grafanaEnvironment } from "./grafana.ts";
import { grafanaArchive } from "./native-archives.ts";

/** Grafana as a process of this machine, with the same provisioning as its container. The run goes on without it. */
export function nativeGrafana({ paths, settings }: Project): NativeService {
  const urls = serviceUrls(settings);
  const plugins = join(paths.native, "grafana-plugins");
  const provisioning = join(paths.monitoring, "grafana", "provisioning");
  return {
    name: "grafana",
    title: "Grafana",
    required: false,
    program: {
      kind: "searched",
      setting: { name: "GRAFANA_HOME", value: settings.GRAFANA_HOME, inside: "bin/grafana" },
      commands: ["grafana"],
      places: ["/usr/share/grafana/bin/grafana", "/opt/grafana*/bin/grafana", "/usr/local/share/grafana/bin/grafana"],
      companions: ["../conf/defaults.ini", "../public"],
      versionArguments: ["--version"],
      minimumVersion: "9.4.0",
      archive: grafanaArchive,
    },
    command: ({ path }, data) => ({
      arguments: ["server", "--homepath", join(path, "..", "..")],
      // Its command line takes the home from here.
      folder: join(path, "..", ".."),
      environment: {
        ...grafanaEnvironment,
        GOMEMLIMIT: `${memoryBytes(settings.GRAFANA_MEMORY)}B`,
        GF_SECURITY_ADMIN_USER: settings.GRAFANA_USER,
        GF_SECURITY_ADMIN_PASSWORD: `$__file{${paths.grafanaPassword("native")}}`,
        GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: join(provisioning, "dashboards", "host.json"),
        GF_SERVER_HTTP_ADDR: settings.MONITOR_BIND,
        GF_SERVER_HTTP_PORT: String(settings.MONITOR_PORT),
        GF_PATHS_DATA: data,
        GF_PATHS_LOGS: join(data, "log"),
        GF_PATHS_PLUGINS: plugins,
        GF_PATHS_PROVISIONING: provisioning,
        PROMETHEUS_URL: urls.prometheus,
        SCRAPE_INTERVAL: settings.SCRAPE_INTERVAL,
      },
    }),
    listens: { address: settings.MONITOR_BIND, port: settings.MONITOR_PORT, setting: "MONITOR_PORT" },
    readiness: { url: `${urls.grafana}/api/health`, withinSeconds: 120 },
    // Dashboards are read again by Grafana itself.
    files: [
      { path: join(provisioning, "datasources"), onChange: "restart" },
      // The folder must be there, or Grafana reports an error at each start.
      { path: join(plugins, "README"), content: "Plugins of Grafana are kept here.\n", onChange: "nothing" },
    ],
    stop: { signal: "SIGTERM", withinSeconds: 30 },
    url: urls.grafana,
  };
}
