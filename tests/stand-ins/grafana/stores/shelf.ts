import type { JsonObject } from "../json.ts";

/** Who wrote something, as a user id; 0 is the server itself, which provisioning writes as. */
export type Author = number;

export const THE_SERVER: Author = 0;

export interface Folder {
  readonly id: number;
  readonly uid: string;
  readonly title: string;
  readonly version: number;
  readonly created: Date;
  readonly updated: Date;
  readonly createdBy: Author;
  readonly updatedBy: Author;
  /** Made by dashboard provisioning; only unified storage remembers that. */
  readonly isProvisioned: boolean;
}

/** Where a provisioned dashboard came from. */
export interface Origin {
  readonly provider: string;
  /** Absolute path of the file. */
  readonly file: string;
  readonly checksum: string;
}

export interface Dashboard {
  readonly id: number;
  readonly uid: string;
  /** Empty for the root. */
  readonly folderUid: string;
  readonly title: string;
  readonly version: number;
  /** The dashboard's JSON without `id`, `uid` and `version`. */
  readonly spec: JsonObject;
  readonly created: Date;
  readonly updated: Date;
  readonly createdBy: Author;
  readonly updatedBy: Author;
  readonly origin: Origin | undefined;
}

export interface DashboardVersion {
  readonly id: number;
  readonly version: number;
  readonly created: Date;
  readonly createdBy: Author;
  readonly message: string;
  readonly spec: JsonObject;
}

export interface FolderWrite {
  readonly uid: string;
  readonly title: string;
  readonly author: Author;
  readonly isProvisioned: boolean;
}

export interface DashboardWrite {
  readonly uid: string;
  readonly folderUid: string;
  readonly spec: JsonObject;
  readonly author: Author;
  readonly message: string;
  readonly origin: Origin | undefined;
}

/**
 * Where folders and dashboards are kept. Two ways exist in one file and do not see each other: the `dashboard` table
 * (9.4) and unified storage's `resource` table (12.4), which is the whole reason why going back by image loses data.
 */
export interface Shelf {
  readonly folders: () => Folder[];
  readonly folder: (uid: string) => Folder | undefined;
  /** Creates the folder, or changes its title and adds one to its version. */
  readonly saveFolder: (write: FolderWrite) => Folder;
  /** Removes the folder and every dashboard in it. */
  readonly removeFolder: (uid: string) => void;
  readonly dashboards: () => Dashboard[];
  readonly dashboard: (uid: string) => Dashboard | undefined;
  /** Creates the dashboard, or writes its next version. */
  readonly save: (write: DashboardWrite) => Dashboard;
  readonly remove: (uid: string) => void;
  /** Keeps the dashboard and forgets that a file made it. */
  readonly unprovision: (uid: string) => void;
  /** Newest first. */
  readonly versions: (uid: string) => DashboardVersion[];
}

/** The message of a version: the first is always called this, whatever the caller said. */
export function versionMessage(version: number, message: string): string {
  return version === 1 ? "Initial save" : message;
}

/** The JSON without what the server keeps beside it. */
export function bareSpec(dashboard: JsonObject): JsonObject {
  const { id: _id, uid: _uid, version: _version, ...spec } = dashboard;
  return spec;
}
