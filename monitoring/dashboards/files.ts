import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { host } from "./host.ts";

const folder = "monitoring/grafana/provisioning/dashboards";

/** Every dashboard as the file that Grafana loads; committed, and held to this by a test. Paths start at the root. */
export const dashboardFiles = (): readonly { path: string; content: string }[] => [file("host", host())];

const file = (name: string, dashboard: Dashboard) => ({
  path: `${folder}/${name}.json`,
  content: `${JSON.stringify(dashboard, null, 2)}\n`,
});
