import { number, sqlDate } from "../database/columns.ts";
import type { Query } from "../database/query.ts";
import type { Log } from "../log.ts";
import { legacyShelf } from "./legacy-shelf.ts";
import { DASHBOARDS, FOLDERS, putResource, type Resource } from "./resources.ts";
import type { Shelf } from "./shelf.ts";
import { type AuthorNames, dashboardResource, folderResource, unifiedShelf } from "./unified-shelf.ts";

const MIGRATION = "folders and dashboards migration";

/** Above this many dashboards or folders 12.4 leaves them in the old table, unless its settings say otherwise. */
const MOST_MIGRATED_BY_ITSELF = 10;

/**
 * The shelf 12.4 uses on this file. The first start copies what the old table holds, once and for all: what 9.4 writes
 * there afterwards is never looked at again, and what 12.4 writes stays unknown to 9.4.
 */
export function modernShelf(query: Query, authors: AuthorNames, log: Log): Shelf {
  const unified = unifiedShelf(query, authors);
  if (isDone(query)) return unified;
  const legacy = legacyShelf(query);
  const counts = { folders: legacy.folders().length, dashboards: legacy.dashboards().length };
  for (const [resource, count] of Object.entries(counts)) {
    const threshold = MOST_MIGRATED_BY_ITSELF;
    log.info("Resource count for auto migration check", { resource, count, threshold });
    if (count > threshold) return legacy;
  }
  query.transaction(() => {
    for (const folder of legacy.folders()) copyFolder(query, legacy, folder.uid, authors);
    for (const dashboard of legacy.dashboards()) copyDashboard(query, legacy, dashboard.uid, authors);
    query.run(
      "INSERT INTO unifiedstorage_migration_log (migration_id, sql, success, error, timestamp) VALUES (?, 'code migration', 1, '', ?)",
      MIGRATION,
      sqlDate(new Date()),
    );
  });
  return unified;
}

function isDone(query: Query): boolean {
  const sql = "SELECT COUNT(*) AS runs FROM unifiedstorage_migration_log WHERE migration_id = ?";
  return number(query.one(sql, MIGRATION) ?? {}, "runs") > 0;
}

function copyFolder(query: Query, legacy: Shelf, uid: string, authors: AuthorNames): void {
  const folder = legacy.folder(uid);
  if (folder === undefined) return;
  const copy = folderResource(undefined, { ...folder, author: folder.createdBy, isProvisioned: false }, authors);
  putResource(query, FOLDERS, { ...copy, legacyId: folder.id, created: folder.created });
}

function copyDashboard(query: Query, legacy: Shelf, uid: string, authors: AuthorNames): void {
  const dashboard = legacy.dashboard(uid);
  if (dashboard === undefined) return;
  let written: Resource | undefined;
  for (const version of legacy.versions(uid).toReversed()) {
    const write = { ...dashboard, spec: version.spec, author: version.createdBy, message: version.message };
    const next = dashboardResource(written, write, authors);
    written = { ...next, generation: version.version, legacyId: dashboard.id, created: dashboard.created };
    putResource(query, DASHBOARDS, written);
  }
}
