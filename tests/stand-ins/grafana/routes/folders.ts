import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { type JsonObject, textAt } from "../json.ts";
import { dashboardUid } from "../stores/identifiers.ts";
import type { Folder } from "../stores/shelf.ts";
import { FILE_PROVISIONING } from "../stores/unified-shelf.ts";
import { authorName } from "./author-name.ts";
import { nanoseconds, seconds } from "./dates.ts";
import { folderUrl } from "./search.ts";

export function folderRoutes(grafana: Grafana): Route[] {
  const { shelf } = grafana;
  return [
    guarded("GET", "/api/folders", ["folders:read"], () =>
      json(shelf.folders().map((folder) => listed(grafana, folder))),
    ),
    guarded("POST", "/api/folders", ["folders:create"], (call) => create(grafana, call)),
    guarded("GET", "/api/folders/:uid", ["folders:read"], ({ parameters }) => {
      const folder = shelf.folder(parameters["uid"] ?? "");
      return folder === undefined ? notFound(grafana) : json(shown(grafana, folder));
    }),
    guarded("PUT", "/api/folders/:uid", ["folders:write"], (call) => rename(grafana, call)),
    guarded("DELETE", "/api/folders/:uid", ["folders:delete"], ({ parameters }) => {
      const folder = shelf.folder(parameters["uid"] ?? "");
      if (folder === undefined) return notFound(grafana);
      shelf.removeFolder(folder.uid);
      return json({ id: folder.id, message: `Folder ${folder.title} deleted`, title: folder.title });
    }),
  ];
}

function notFound({ failures, release }: Grafana): Reply {
  const message = "folder not found";
  return release.modern ? json({ message, status: "not-found" }, 404) : failures.caused(404, message);
}

function changedByOther({ release }: Grafana): Reply {
  const message = "the folder has been changed by someone else";
  return json(release.modern ? { message } : { message, status: "version-mismatch" }, 412);
}

function create(grafana: Grafana, { request, caller }: Call): Reply {
  const body = bodyOf(request);
  const title = textAt(body ?? {}, "title");
  if (body === undefined) return grafana.failures.caused(400, "bad request data");
  if (title === "") return grafana.failures.caused(400, "folder title cannot be empty");
  const uid = textAt(body, "uid") || dashboardUid(grafana.release.modern);
  if (grafana.shelf.folder(uid) !== undefined) return changedByOther(grafana);
  const namesake = grafana.shelf.folders().some((folder) => folder.title === title);
  if (namesake && !grafana.release.modern) {
    return grafana.failures.caused(
      409,
      "a folder or dashboard in the general folder with the same name already exists",
    );
  }
  return json(shown(grafana, grafana.shelf.saveFolder({ uid, title, author: caller.id, isProvisioned: false })));
}

function rename(grafana: Grafana, { request, caller, parameters }: Call): Reply {
  const body = bodyOf(request);
  const folder = grafana.shelf.folder(parameters["uid"] ?? "");
  if (body === undefined) return grafana.failures.caused(400, "bad request data");
  if (folder === undefined) return notFound(grafana);
  if (body["overwrite"] !== true && body["version"] !== folder.version) return changedByOther(grafana);
  const title = textAt(body, "title") || folder.title;
  const write = { uid: folder.uid, title, author: caller.id, isProvisioned: folder.isProvisioned };
  return json(shown(grafana, grafana.shelf.saveFolder(write)));
}

function listed({ release }: Grafana, { id, uid, title, isProvisioned }: Folder): JsonObject {
  return { id, uid, title, ...(release.modern && isProvisioned ? { managedBy: FILE_PROVISIONING } : {}) };
}

function shown(grafana: Grafana, folder: Folder): JsonObject {
  const { modern } = grafana.release;
  const time = modern ? seconds : nanoseconds;
  // 12.4 calls the changer of a folder nobody changed yet "Anonymous".
  const changer = modern && folder.version === 1 ? "Anonymous" : authorName(grafana, folder.updatedBy);
  return {
    id: folder.id,
    uid: folder.uid,
    ...(modern ? { orgId: 1 } : {}),
    title: folder.title,
    url: folderUrl(folder),
    hasAcl: false,
    canSave: true,
    canEdit: true,
    canAdmin: true,
    canDelete: true,
    createdBy: authorName(grafana, folder.createdBy),
    created: time(folder.created),
    updatedBy: changer,
    updated: time(folder.updated),
    version: folder.version,
    ...(modern && folder.isProvisioned ? { managedBy: FILE_PROVISIONING } : {}),
  };
}
