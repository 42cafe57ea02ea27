import type { ComposeService } from "../compose-types.ts";
import { limits, ref } from "../interpolation.ts";
import { grafanaPasswordSecret, grafanaVolume, monitorNetwork } from "./names.ts";

/**
 * Grafana's settings that do not depend on where it runs. Names: `GF_<section>_<key>` of its defaults.ini.
 * It must not ask grafana.com for anything: a lab's machine often has no way out, and then the log fills with errors.
 */
export const grafanaEnvironment = {
  GF_USERS_ALLOW_SIGN_UP: "false",
  GF_ANALYTICS_REPORTING_ENABLED: "false",
  GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  GF_PLUGINS_PREINSTALL_DISABLED: "true",
  GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: "true",
  GF_NEWS_NEWS_FEED_ENABLED: "false",
  GF_LOG_MODE: "console",
} as const;

export const grafana: ComposeService = {
  image: `${ref("GRAFANA_IMAGE")}:${ref("GRAFANA_TAG")}`,
  environment: {
    ...grafanaEnvironment,
    GF_SECURITY_ADMIN_USER: ref("GRAFANA_USER"),
    // Grafana itself reads the file, so the password is in no environment and no `docker inspect`. `$$` is Compose's `$`.
    GF_SECURITY_ADMIN_PASSWORD: `$$__file{/run/secrets/${grafanaPasswordSecret}}`,
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: "/etc/grafana/provisioning/dashboards/host.json",
    PROMETHEUS_URL: "http://prometheus:9090",
    SCRAPE_INTERVAL: ref("SCRAPE_INTERVAL"),
  },
  ports: [`${ref("MONITOR_BIND")}:${ref("MONITOR_PORT")}:3000`],
  networks: [monitorNetwork],
  volumes: ["../monitoring/grafana/provisioning:/etc/grafana/provisioning:ro", `${grafanaVolume}:/var/lib/grafana`],
  tmpfs: ["/tmp"],
  secrets: [grafanaPasswordSecret],
  depends_on: { prometheus: { condition: "service_healthy" } },
  healthcheck: {
    // curl is in the official images, on Alpine and on Ubuntu, from 9.4 to 12.4.
    test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:3000/api/health"],
    interval: "15s",
    timeout: "5s",
    retries: 4,
    start_period: "120s",
  },
  deploy: limits("GRAFANA_MEMORY", "GRAFANA_CPUS", 512),
};
