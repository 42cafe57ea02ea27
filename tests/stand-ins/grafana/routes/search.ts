import type { Grafana } from "../grafana.ts";
import { earlyJson, json } from "../http/reply.ts";
import type { ApiRequest } from "../http/request.ts";
import { guarded, type Route } from "../http/route.ts";
import { type JsonObject, textsAt } from "../json.ts";
import type { Dashboard, Folder } from "../stores/shelf.ts";
import { slugOf } from "../stores/slug.ts";

const DEFAULT_LIMIT = 1000;

/** `/api/search`: folders first, then dashboards, each by title. */
export function searchRoutes(grafana: Grafana): Route[] {
  return [
    guarded("GET", "/api/search", ["dashboards:read"], ({ request }) => json(search(grafana, request))),
    guarded("GET", "/api/dashboards/tags", ["dashboards:read"], () => earlyJson(200, tags(grafana))),
  ];
}

function search({ shelf, release }: Grafana, { query }: ApiRequest): JsonObject[] {
  const folders = shelf.folders();
  const asked = {
    type: query.get("type") ?? "",
    words: (query.get("query") ?? "").toLowerCase(),
    tags: query.getAll("tag"),
    folders: [...query.getAll("folderUIDs"), ...query.getAll("folderUid")],
    uids: [...query.getAll("dashboardUIDs"), ...query.getAll("dashboardUID")],
  };
  const titled = ({ title }: { title: string }): boolean => title.toLowerCase().includes(asked.words);
  const chosen = ({ uid }: { uid: string }): boolean => asked.uids.length === 0 || asked.uids.includes(uid);
  const wantsFolders = asked.type !== "dash-db" && asked.tags.length === 0 && asked.folders.length === 0;
  const foundFolders = wantsFolders ? folders.filter(titled).filter(chosen) : [];
  const foundDashboards = asked.type === "dash-folder" ? [] : shelf.dashboards().filter(titled).filter(chosen);
  const hits = [
    ...foundFolders.toSorted(byTitle).map((folder) => folderHit(folder, release.modern)),
    ...foundDashboards
      .filter(({ spec }) => asked.tags.every((tag) => textsAt(spec, "tags").includes(tag)))
      .filter(({ folderUid }) => asked.folders.length === 0 || asked.folders.includes(folderUid || "general"))
      .toSorted(byTitle)
      .map((dashboard) => dashboardHit(dashboard, folders, release.modern)),
  ];
  const limit = Number(query.get("limit")) || DEFAULT_LIMIT;
  const page = Number(query.get("page")) || 1;
  return hits.slice((page - 1) * limit, page * limit);
}

function tags({ shelf }: Grafana): JsonObject[] {
  const counts = new Map<string, number>();
  for (const { spec } of shelf.dashboards()) {
    for (const tag of textsAt(spec, "tags")) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([term, count]) => ({ term, count }));
}

function byTitle(a: { title: string; uid: string }, b: { title: string; uid: string }): number {
  return a.title.localeCompare(b.title) || a.uid.localeCompare(b.uid);
}

function folderHit(folder: Folder, modern: boolean): JsonObject {
  return hit(folder, "dash-folder", [], {}, modern);
}

function dashboardHit(dashboard: Dashboard, folders: readonly Folder[], modern: boolean): JsonObject {
  const folder = folders.find(({ uid }) => uid === dashboard.folderUid);
  const inFolder =
    folder === undefined
      ? {}
      : { folderId: folder.id, folderUid: folder.uid, folderTitle: folder.title, folderUrl: folderUrl(folder) };
  return hit(dashboard, "dash-db", textsAt(dashboard.spec, "tags"), inFolder, modern);
}

function hit(
  { id, uid, title }: Folder | Dashboard,
  type: "dash-folder" | "dash-db",
  labels: string[],
  inFolder: JsonObject,
  modern: boolean,
): JsonObject {
  return {
    id,
    uid,
    ...(modern ? { orgId: 1 } : {}),
    title,
    uri: `db/${slugOf(title)}`,
    url: type === "dash-db" ? dashboardUrl({ uid, title }) : folderUrl({ uid, title }),
    slug: "",
    type,
    tags: labels,
    isStarred: false,
    ...inFolder,
    sortMeta: 0,
    ...(modern ? { isDeleted: false } : {}),
  };
}

export function folderUrl({ uid, title }: { uid: string; title: string }): string {
  return `/dashboards/f/${uid}/${slugOf(title)}`;
}

export function dashboardUrl({ uid, title }: { uid: string; title: string }): string {
  return `/d/${uid}/${slugOf(title)}`;
}
