import { date, number, sqlDate, text } from "../database/columns.ts";
import type { Query, Row } from "../database/query.ts";
import { isObject, type JsonObject, textAt } from "../json.ts";
import {
  type Author,
  bareSpec,
  type Dashboard,
  type DashboardVersion,
  type DashboardWrite,
  type Folder,
  type FolderWrite,
  type Shelf,
  versionMessage,
} from "./shelf.ts";
import { slugOf } from "./slug.ts";

/** Folders and dashboards in the `dashboard` table, as 9.4 keeps them. */
export function legacyShelf(query: Query): Shelf {
  const dashboardRow = `SELECT dashboard.*, folder.uid AS parent_uid, origin.name AS provider, origin.external_id,
    origin.check_sum FROM dashboard LEFT JOIN dashboard AS folder ON folder.id = dashboard.folder_id
    LEFT JOIN dashboard_provisioning AS origin ON origin.dashboard_id = dashboard.id
    WHERE dashboard.is_folder = 0`;
  const folder = (uid: string): Folder | undefined => {
    const row = query.one("SELECT * FROM dashboard WHERE is_folder = 1 AND uid = ?", uid);
    return row === undefined ? undefined : folderOf(row);
  };
  const dashboard = (uid: string): Dashboard | undefined => {
    const row = query.one(`${dashboardRow} AND dashboard.uid = ?`, uid);
    return row === undefined ? undefined : dashboardOf(row);
  };
  const removeById = (id: number): void => {
    query.run("DELETE FROM dashboard_provisioning WHERE dashboard_id = ?", id);
    query.run("DELETE FROM dashboard_version WHERE dashboard_id = ?", id);
    query.run("DELETE FROM dashboard WHERE id = ?", id);
  };
  return {
    folders: () => query.all("SELECT * FROM dashboard WHERE is_folder = 1 ORDER BY title").map(folderOf),
    folder,
    saveFolder: (write) => query.transaction(() => present(saveFolder(query, folder(write.uid), write), folder)),
    removeFolder: (uid) =>
      query.transaction(() => {
        const gone = folder(uid);
        if (gone === undefined) return;
        for (const row of query.all("SELECT id FROM dashboard WHERE folder_id = ?", gone.id))
          removeById(number(row, "id"));
        removeById(gone.id);
      }),
    dashboards: () => query.all(`${dashboardRow} ORDER BY dashboard.title, dashboard.id`).map(dashboardOf),
    dashboard,
    save: (write) =>
      query.transaction(() => {
        const folderId = folder(write.folderUid)?.id ?? 0;
        return present(saveDashboard(query, dashboard(write.uid), write, folderId), dashboard);
      }),
    remove: (uid) => query.transaction(() => removeById(dashboard(uid)?.id ?? -1)),
    unprovision: (uid) => {
      query.run("DELETE FROM dashboard_provisioning WHERE dashboard_id = ?", dashboard(uid)?.id ?? -1);
    },
    versions: (uid) => {
      const sql = "SELECT * FROM dashboard_version WHERE dashboard_id = ? ORDER BY version DESC";
      return query.all(sql, dashboard(uid)?.id ?? -1).map(versionOf);
    },
  };
}

function present<T>(uid: string, find: (uid: string) => T | undefined): T {
  const found = find(uid);
  if (found === undefined) throw new Error(`dashboard or folder ${uid} was not stored`);
  return found;
}

function saveFolder(query: Query, old: Folder | undefined, write: FolderWrite): string {
  const data = { title: write.title, uid: write.uid };
  saveRow(query, old, { ...write, data, isFolder: true, folderId: 0, message: "" });
  return write.uid;
}

function saveDashboard(query: Query, old: Dashboard | undefined, write: DashboardWrite, folderId: number): string {
  const data = { ...write.spec, uid: write.uid };
  const title = textAt(write.spec, "title");
  const id = saveRow(query, old, { ...write, title, data, isFolder: false, folderId });
  query.run("DELETE FROM dashboard_provisioning WHERE dashboard_id = ?", id);
  if (write.origin !== undefined) {
    const { provider, file, checksum } = write.origin;
    query.run(
      "INSERT INTO dashboard_provisioning (dashboard_id, name, external_id, updated, check_sum) VALUES (?, ?, ?, ?, ?)",
      id,
      provider,
      file,
      Math.floor(Date.now() / 1000),
      checksum,
    );
  }
  return write.uid;
}

interface RowWrite {
  readonly uid: string;
  readonly title: string;
  readonly data: JsonObject;
  readonly author: Author;
  readonly isFolder: boolean;
  readonly folderId: number;
  readonly message: string;
}

function saveRow(query: Query, old: { id: number; version: number } | undefined, write: RowWrite): number {
  const now = sqlDate(new Date());
  // Written by the server itself: -1, as the real one does.
  const author = write.author === 0 ? -1 : write.author;
  const version = (old?.version ?? 0) + 1;
  const id =
    old?.id ??
    query.run(
      `INSERT INTO dashboard (version, slug, title, data, org_id, created, updated, created_by, is_folder, uid)
        VALUES (?, '', '', '', 1, ?, ?, ?, ?, ?)`,
      version,
      now,
      now,
      author,
      write.isFolder ? 1 : 0,
      write.uid,
    );
  const data = JSON.stringify({ ...write.data, id, version });
  query.run(
    "UPDATE dashboard SET version = ?, slug = ?, title = ?, data = ?, updated = ?, updated_by = ?, folder_id = ? WHERE id = ?",
    version,
    slugOf(write.title),
    write.title,
    data,
    now,
    author,
    write.folderId,
    id,
  );
  query.run(
    `INSERT INTO dashboard_version (dashboard_id, parent_version, restored_from, version, created, created_by, message, data)
      VALUES (?, ?, 0, ?, ?, ?, ?, ?)`,
    id,
    version - 1,
    version,
    now,
    author,
    versionMessage(version, write.message),
    data,
  );
  return id;
}

function authorOf(row: Row, column: string): Author {
  return Math.max(0, number(row, column));
}

function folderOf(row: Row): Folder {
  return {
    id: number(row, "id"),
    uid: text(row, "uid"),
    title: text(row, "title"),
    version: number(row, "version"),
    created: date(row, "created"),
    updated: date(row, "updated"),
    createdBy: authorOf(row, "created_by"),
    updatedBy: authorOf(row, "updated_by"),
    isProvisioned: false,
  };
}

function dashboardOf(row: Row): Dashboard {
  const provider = text(row, "provider");
  return {
    id: number(row, "id"),
    uid: text(row, "uid"),
    folderUid: text(row, "parent_uid"),
    title: text(row, "title"),
    version: number(row, "version"),
    spec: specOf(row),
    created: date(row, "created"),
    updated: date(row, "updated"),
    createdBy: authorOf(row, "created_by"),
    updatedBy: authorOf(row, "updated_by"),
    origin:
      provider === "" ? undefined : { provider, file: text(row, "external_id"), checksum: text(row, "check_sum") },
  };
}

function versionOf(row: Row): DashboardVersion {
  return {
    id: number(row, "id"),
    version: number(row, "version"),
    created: date(row, "created"),
    createdBy: authorOf(row, "created_by"),
    message: text(row, "message"),
    spec: specOf(row),
  };
}

function specOf(row: Row): JsonObject {
  const parsed: unknown = JSON.parse(text(row, "data"));
  return isObject(parsed) ? bareSpec(parsed) : {};
}
