import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { textAt } from "../json.ts";
import type { Log } from "../log.ts";
import { dashboardUid, ILLEGAL_UID, isValidUid } from "../stores/identifiers.ts";
import { bareSpec, type Shelf, THE_SERVER } from "../stores/shelf.ts";
import { type DashboardFile, jsonFilesBelow, readDashboardFile } from "./dashboard-files.ts";
import type { Provider } from "./providers.ts";

/** One provider's folder, walked again and again. */
export interface DashboardReader {
  readonly provider: Provider;
  /** Writes what is new or changed, removes what is gone. @throws Error when the folder is not there. */
  readonly walk: () => void;
  /** Uids and titles the last walk found, once per file. */
  readonly found: () => readonly FoundDashboard[];
  /** While restricted, changes are not written. */
  readonly restrict: (isRestricted: boolean) => void;
}

export interface FoundDashboard {
  readonly uid: string;
  readonly title: string;
  readonly folderUid: string;
}

export function dashboardReader(provider: Provider, shelf: Shelf, modern: boolean, log: Log): DashboardReader {
  let found: FoundDashboard[] = [];
  let isRestricted = false;
  const walk = (): void => {
    if (!existsSync(provider.path)) {
      const error = `stat ${provider.path}: no such file or directory`;
      log.error("Cannot read directory", { error });
      throw new Error(error);
    }
    const files = jsonFilesBelow(provider.path);
    removeMissing(provider, shelf, files);
    const walked: FoundDashboard[] = [];
    for (const path of files) {
      const file = loaded(path, log);
      if (file === undefined) continue;
      const folderUid = folderFor(provider, shelf, path, modern);
      const uid = textAt(file.dashboard, "uid");
      if (!isValidUid(uid)) {
        log.error("failed to save dashboard", { file: path, error: ILLEGAL_UID });
        continue;
      }
      walked.push({ uid, title: textAt(file.dashboard, "title"), folderUid });
      save(provider, shelf, file, folderUid, modern, isRestricted ? log : undefined);
    }
    found = walked;
  };
  return {
    provider,
    walk,
    found: () => found,
    restrict: (restricted) => {
      isRestricted = restricted;
    },
  };
}

function loaded(path: string, log: Log): DashboardFile | undefined {
  try {
    return readDashboardFile(path);
  } catch (error) {
    log.error("failed to load dashboard from ", {
      file: path,
      error: error instanceof Error ? error.message : String(error),
    });
    return undefined;
  }
}

function removeMissing(provider: Provider, shelf: Shelf, files: readonly string[]): void {
  for (const { uid, origin } of shelf.dashboards()) {
    if (origin?.provider !== provider.name || files.includes(origin.file)) continue;
    if (provider.disableDeletion) shelf.unprovision(uid);
    else shelf.remove(uid);
  }
}

function folderFor(provider: Provider, shelf: Shelf, path: string, modern: boolean): string {
  const parent = dirname(path);
  const fromFile = parent === provider.path ? "" : basename(parent);
  const title = provider.foldersFromFilesStructure ? fromFile : provider.folder;
  if (title === "") return "";
  const known =
    provider.folderUid === "" || provider.foldersFromFilesStructure
      ? shelf.folders().find((folder) => folder.title === title)
      : shelf.folder(provider.folderUid);
  if (known !== undefined) return known.uid;
  const uid = provider.foldersFromFilesStructure ? "" : provider.folderUid;
  const write = { uid: uid || dashboardUid(modern), title, author: THE_SERVER, isProvisioned: true };
  return shelf.saveFolder(write).uid;
}

function save(
  provider: Provider,
  shelf: Shelf,
  file: DashboardFile,
  folderUid: string,
  modern: boolean,
  refusals: Log | undefined,
): void {
  const old = shelf.dashboards().find(({ origin }) => origin?.provider === provider.name && origin.file === file.path);
  if (old?.origin?.checksum === file.checksum && old.folderUid === folderUid) return;
  if (refusals !== undefined) {
    const fields = { provisioner: provider.name, file: file.path, folderId: 0 };
    refusals.warn("Not saving new dashboard due to restricted database access", fields);
    return;
  }
  const uid = textAt(file.dashboard, "uid") || old?.uid || dashboardUid(modern);
  if (old !== undefined && old.uid !== uid) shelf.remove(old.uid);
  const origin = { provider: provider.name, file: file.path, checksum: file.checksum };
  shelf.save({ uid, folderUid, spec: bareSpec(file.dashboard), author: THE_SERVER, message: "", origin });
}
