import { isObject, objectAt } from "../json.ts";
import { bareSpec } from "../stores/shelf.ts";
import { type Exchange, recorded } from "./recordings.ts";
import type { Workspace } from "./workspace.ts";

/** Writes the configuration the recorded servers were started on: data source `prom1`, dashboard `sampleup`. */
export async function writeRecordedSetup(
  workspace: Workspace,
  exchanges: readonly Exchange[],
  prometheusUrl: string,
): Promise<string> {
  const answer = recorded(exchanges, "dashboard-get-provisioned").body;
  const dashboard = isObject(answer) ? objectAt(answer, "dashboard") : {};
  await workspace.write("dashboards/up.json", { ...bareSpec(dashboard), uid: "sampleup" });
  await workspace.write(
    "provisioning/datasources/prometheus.yaml",
    `apiVersion: 1
datasources:
  - name: Prometheus
    uid: prom1
    type: prometheus
    access: proxy
    url: ${prometheusUrl}
    isDefault: true
    editable: false
    jsonData:
      httpMethod: POST
      timeInterval: 15s
`,
  );
  await workspace.write(
    "provisioning/dashboards/files.yaml",
    `apiVersion: 1
providers:
  - name: files
    folder: Sample
    folderUid: samplefolder
    type: file
    options:
      path: ${workspace.dashboards}
`,
  );
  return workspace.write(
    "grafana.ini",
    `[analytics]
enabled = false
feedback_links_enabled = false
[security]
disable_gravatar = true
`,
  );
}
