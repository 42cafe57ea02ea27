import { stringify } from "yaml";

export const prometheusDatasourceUid = "prometheus";

/** Grafana replaces `$NAME` by its own environment, so one set of files serves every runtime. */
export const renderDatasources = (): string =>
  generated({
    apiVersion: 1,
    datasources: [
      {
        name: "Prometheus",
        uid: prometheusDatasourceUid,
        type: "prometheus",
        access: "proxy",
        url: "$PROMETHEUS_URL",
        isDefault: true,
        editable: false,
        jsonData: { httpMethod: "POST", timeInterval: "$SCRAPE_INTERVAL" },
      },
    ],
  });

export const renderDashboardProviders = (): string =>
  generated({
    apiVersion: 1,
    providers: [
      {
        name: "env-manager",
        folder: "AI Research",
        folderUid: "ai-research",
        type: "file",
        disableDeletion: true,
        allowUiUpdates: false,
        updateIntervalSeconds: 30,
        options: { path: "$GF_PATHS_PROVISIONING/dashboards" },
      },
    ],
  });

const generated = (document: object): string =>
  `# Generated; your changes would be overwritten.\n${stringify(document)}`;
