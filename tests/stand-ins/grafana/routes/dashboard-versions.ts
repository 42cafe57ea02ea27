import type { Grafana } from "../grafana.ts";
import type { JsonObject } from "../json.ts";
import type { Dashboard } from "../stores/shelf.ts";
import { authorName } from "./author-name.ts";
import { seconds } from "./dates.ts";

/** The history of a dashboard: a list on 9.4, a page of a list on 12.4. */
export function versions(grafana: Grafana, dashboard: Dashboard): JsonObject | JsonObject[] {
  const { uid, id } = dashboard;
  const all = grafana.shelf.versions(uid);
  if (grafana.release.modern) {
    const entries = all.map((entry) => ({
      id: entry.id,
      dashboardId: id,
      uid,
      parentVersion: entry.version - 1,
      restoredFrom: 0,
      version: entry.version,
      created: seconds(entry.created),
      message: entry.message,
      data: { ...entry.spec, uid, version: entry.version },
      createdBy: authorName(grafana, entry.createdBy),
    }));
    return { continueToken: "", versions: entries };
  }
  return all.map((entry) => ({
    id: entry.id,
    dashboardId: id,
    dashboardUid: "",
    parentVersion: entry.version - 1,
    restoredFrom: 0,
    version: entry.version,
    created: seconds(entry.created),
    createdBy: entry.createdBy,
    message: entry.message,
    // The first was written before the dashboard had a number.
    data: { ...entry.spec, ...(entry.version === 1 ? {} : { id }), uid, version: entry.version },
  }));
}
