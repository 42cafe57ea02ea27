import { basename, relative } from "node:path";
import type { Grafana } from "../grafana.ts";
import type { Caller } from "../http/caller.ts";
import { mayDo } from "../http/permissions.ts";
import { json, type Reply } from "../http/reply.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import type { JsonObject } from "../json.ts";
import { type Dashboard, THE_SERVER } from "../stores/shelf.ts";
import { slugOf } from "../stores/slug.ts";
import { authorName } from "./author-name.ts";
import { versions } from "./dashboard-versions.ts";
import { seconds } from "./dates.ts";
import { saveDashboard } from "./save-dashboard.ts";
import { dashboardUrl, folderUrl } from "./search.ts";

export function dashboardRoutes(grafana: Grafana): Route[] {
  const { shelf, failures } = grafana;
  const found = (answer: (dashboard: Dashboard, call: Call) => Reply) => (call: Call) => {
    const dashboard = shelf.dashboard(call.parameters["uid"] ?? "");
    return dashboard === undefined ? failures.caused(404, "Dashboard not found") : answer(dashboard, call);
  };
  return [
    guarded("POST", "/api/dashboards/db", ["dashboards:create", "dashboards:write"], (call) =>
      saveDashboard(grafana, call),
    ),
    guarded("GET", "/api/dashboards/home", [], () => json({ redirectUri: "/dashboards" })),
    guarded(
      "GET",
      "/api/dashboards/uid/:uid",
      ["dashboards:read"],
      found((dashboard, { caller }) => json({ meta: meta(grafana, dashboard, caller), dashboard: whole(dashboard) })),
    ),
    guarded(
      "DELETE",
      "/api/dashboards/uid/:uid",
      ["dashboards:delete"],
      found((dashboard) => {
        if (dashboard.origin !== undefined) return failures.caused(400, "provisioned dashboard cannot be deleted");
        shelf.remove(dashboard.uid);
        const { title, id, uid } = dashboard;
        return json({ title, message: `Dashboard ${title} deleted`, ...(grafana.release.modern ? { uid } : { id }) });
      }),
    ),
    guarded(
      "GET",
      "/api/dashboards/uid/:uid/versions",
      ["dashboards:write"],
      found((dashboard) => json(versions(grafana, dashboard))),
    ),
  ];
}

/** The dashboard's JSON with what the server keeps beside it. */
function whole({ id, uid, version, spec }: Dashboard): JsonObject {
  return { ...spec, id, uid, version };
}

function meta(grafana: Grafana, dashboard: Dashboard, caller: Caller): JsonObject {
  const { modern } = grafana.release;
  const mayEdit = mayDo(caller, ["dashboards:write"]);
  // 12.4 names nobody before the second version.
  const isUntouched = modern && dashboard.version === 1;
  const all = { canAdd: mayEdit, canEdit: mayEdit, canDelete: mayEdit };
  return {
    type: "db",
    canSave: mayEdit,
    canEdit: mayEdit,
    canAdmin: caller.isServerAdmin || caller.role === "Admin",
    canStar: caller.user !== undefined,
    canDelete: mayEdit,
    slug: slugOf(dashboard.title),
    url: dashboardUrl(dashboard),
    expires: "0001-01-01T00:00:00Z",
    created: seconds(dashboard.created),
    updated: seconds(dashboard.updated),
    updatedBy: authorName(grafana, isUntouched ? THE_SERVER : dashboard.updatedBy),
    createdBy: authorName(grafana, isUntouched ? THE_SERVER : dashboard.createdBy),
    version: dashboard.version,
    hasAcl: false,
    isFolder: false,
    ...(modern ? { apiVersion: "v0alpha1" } : {}),
    ...folderMeta(grafana, dashboard),
    provisioned: dashboard.origin !== undefined,
    provisionedExternalId: externalId(grafana, dashboard),
    annotationsPermissions: { dashboard: all, organization: all },
    ...(modern
      ? {}
      : {
          hasPublicDashboard: false,
          publicDashboardAccessToken: "",
          publicDashboardUid: "",
          publicDashboardEnabled: false,
        }),
  };
}

function folderMeta({ shelf }: Grafana, { folderUid }: Dashboard): JsonObject {
  const folder = shelf.folder(folderUid);
  if (folder === undefined) return { folderId: 0, folderUid: "", folderTitle: "General", folderUrl: "" };
  return { folderId: folder.id, folderUid: folder.uid, folderTitle: folder.title, folderUrl: folderUrl(folder) };
}

// The file's place below its provider's folder.
function externalId({ provisioning }: Grafana, { origin }: Dashboard): string {
  if (origin === undefined) return "";
  const folder = provisioning.folderOf(origin.provider);
  return folder === undefined ? basename(origin.file) : relative(folder, origin.file);
}
