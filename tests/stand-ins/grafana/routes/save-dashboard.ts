import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import type { Call } from "../http/route.ts";
import { flagAt, isObject, type JsonObject, textAt } from "../json.ts";
import { dashboardUid, ILLEGAL_UID, isValidUid } from "../stores/identifiers.ts";
import { bareSpec, type Dashboard } from "../stores/shelf.ts";
import { slugOf } from "../stores/slug.ts";
import { dashboardUrl } from "./search.ts";

/** `POST /api/dashboards/db`, with every way it was seen to be refused. */
export function saveDashboard(grafana: Grafana, { request, caller }: Call): Reply {
  const body = bodyOf(request);
  const dashboard = body?.["dashboard"];
  if (body === undefined || !isObject(dashboard)) return grafana.failures.caused(400, "bad request data");
  const old = grafana.shelf.dashboard(textAt(dashboard, "uid"));
  const folderUid = textAt(body, "folderUid");
  const refusal = refused(grafana, body, dashboard, old, folderUid);
  if (refusal !== undefined) return refusal;
  const uid = old?.uid ?? (textAt(dashboard, "uid") || dashboardUid(grafana.release.modern));
  const message = textAt(body, "message");
  const write = { uid, folderUid, spec: bareSpec(dashboard), author: caller.id, message, origin: old?.origin };
  const saved = grafana.shelf.save(write);
  return json({
    ...(grafana.release.modern ? { folderUid: saved.folderUid } : {}),
    id: saved.id,
    slug: slugOf(saved.title),
    status: "success",
    uid: saved.uid,
    url: dashboardUrl(saved),
    version: saved.version,
  });
}

function refused(
  grafana: Grafana,
  body: JsonObject,
  dashboard: JsonObject,
  old: Dashboard | undefined,
  folderUid: string,
): Reply | undefined {
  const title = textAt(dashboard, "title").trim();
  if (title === "") return json({ message: "Dashboard title cannot be empty", status: "empty-name" }, 400);
  if (!isValidUid(textAt(dashboard, "uid"))) return grafana.failures.caused(400, ILLEGAL_UID);
  if (folderUid !== "" && grafana.shelf.folder(folderUid) === undefined) {
    return grafana.failures.caused(400, grafana.release.modern ? "folder not found" : "Folder not found");
  }
  if (old?.origin !== undefined && !grafana.provisioning.allowsUiUpdates(old.origin.provider)) {
    return grafana.failures.plain(400, "Cannot save provisioned dashboard");
  }
  if (flagAt(body, "overwrite")) return undefined;
  if (old !== undefined && dashboard["version"] !== old.version) {
    const message = "The dashboard has been changed by someone else";
    return json({ message, status: "version-mismatch" }, 412);
  }
  return grafana.release.modern ? undefined : nameTaken(grafana, title, folderUid, old);
}

// From 12 on, two dashboards of a folder may have one title.
function nameTaken(
  { shelf }: Grafana,
  title: string,
  folderUid: string,
  old: Dashboard | undefined,
): Reply | undefined {
  const isTaken = shelf
    .dashboards()
    .some((other) => other.title === title && other.folderUid === folderUid && other.uid !== old?.uid);
  if (!isTaken) return undefined;
  return json({ message: "A dashboard with the same name in the folder already exists", status: "name-exists" }, 412);
}
