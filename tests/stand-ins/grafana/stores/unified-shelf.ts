import type { Query } from "../database/query.ts";
import { textAt } from "../json.ts";
import { largeId } from "./identifiers.ts";
import {
  DASHBOARDS,
  deleteResource,
  FOLDERS,
  putResource,
  type Resource,
  resourceHistory,
  resourceNamed,
  resources,
} from "./resources.ts";
import {
  type Author,
  type Dashboard,
  type DashboardVersion,
  type DashboardWrite,
  type Folder,
  type FolderWrite,
  type Shelf,
  versionMessage,
} from "./shelf.ts";

/** Finds users by the uid that unified storage keeps of them. */
export interface AuthorNames {
  readonly uidOf: (author: Author) => string | undefined;
  readonly idOf: (uid: string) => Author | undefined;
}

/** Folders and dashboards in the `resource` table, as 12.4 keeps them. */
export function unifiedShelf(query: Query, authors: AuthorNames): Shelf {
  const folder = (uid: string): Folder | undefined => {
    const found = resourceNamed(query, FOLDERS, uid);
    return found === undefined ? undefined : folderOf(found, authors);
  };
  const dashboard = (uid: string): Dashboard | undefined => {
    const found = resourceNamed(query, DASHBOARDS, uid);
    return found === undefined ? undefined : dashboardOf(found, authors);
  };
  const dashboards = (): Dashboard[] => resources(query, DASHBOARDS).map((found) => dashboardOf(found, authors));
  return {
    folders: () => resources(query, FOLDERS).map((found) => folderOf(found, authors)),
    folder,
    saveFolder: (write) =>
      query.transaction(() => {
        const written = folderResource(resourceNamed(query, FOLDERS, write.uid), write, authors);
        putResource(query, FOLDERS, written);
        return folderOf(written, authors);
      }),
    removeFolder: (uid) =>
      query.transaction(() => {
        for (const inside of dashboards()) if (inside.folderUid === uid) deleteResource(query, DASHBOARDS, inside.uid);
        deleteResource(query, FOLDERS, uid);
      }),
    dashboards,
    dashboard,
    save: (write) =>
      query.transaction(() => {
        const written = dashboardResource(resourceNamed(query, DASHBOARDS, write.uid), write, authors);
        putResource(query, DASHBOARDS, written);
        return dashboardOf(written, authors);
      }),
    remove: (uid) => query.transaction(() => deleteResource(query, DASHBOARDS, uid)),
    unprovision: (uid) =>
      query.transaction(() => {
        const old = resourceNamed(query, DASHBOARDS, uid);
        if (old === undefined) return;
        const kept = Object.entries(old.annotations).filter(([key]) => !ORIGIN_KEYS.includes(key));
        putResource(query, DASHBOARDS, {
          ...old,
          annotations: Object.fromEntries(kept),
          generation: old.generation + 1,
        });
      }),
    versions: (uid) => resourceHistory(query, DASHBOARDS, uid).map((found) => versionOf(found, authors)),
  };
}

const CREATED_BY = "grafana.app/createdBy";
const UPDATED_BY = "grafana.app/updatedBy";
const UPDATED = "grafana.app/updatedTimestamp";
const FOLDER = "grafana.app/folder";
const MESSAGE = "grafana.app/message";
const MANAGER = "grafana.app/managedBy";
const MANAGER_ID = "grafana.app/managerId";
const SOURCE_PATH = "grafana.app/sourcePath";
const SOURCE_CHECKSUM = "grafana.app/sourceChecksum";
const ORIGIN_KEYS = [MANAGER, MANAGER_ID, SOURCE_PATH, SOURCE_CHECKSUM];

/** What `managedBy` says of everything that files made. */
export const FILE_PROVISIONING = "classic-file-provisioning";

export function folderResource(old: Resource | undefined, write: FolderWrite, authors: AuthorNames): Resource {
  const annotations = {
    ...authored(old, write.author, authors),
    ...(write.isProvisioned ? { [MANAGER]: FILE_PROVISIONING } : {}),
  };
  return { ...grown(old, write.uid), annotations, spec: { title: write.title } };
}

export function dashboardResource(old: Resource | undefined, write: DashboardWrite, authors: AuthorNames): Resource {
  const next = grown(old, write.uid);
  const annotations = {
    ...authored(old, write.author, authors),
    ...(write.folderUid === "" ? {} : { [FOLDER]: write.folderUid }),
    [MESSAGE]: versionMessage(next.generation, write.message),
    ...(write.origin === undefined
      ? {}
      : {
          [MANAGER]: FILE_PROVISIONING,
          [MANAGER_ID]: write.origin.provider,
          [SOURCE_PATH]: write.origin.file,
          [SOURCE_CHECKSUM]: write.origin.checksum,
        }),
  };
  return { ...next, annotations, spec: write.spec };
}

function grown(
  old: Resource | undefined,
  name: string,
): Pick<Resource, "name" | "generation" | "created" | "legacyId"> {
  return {
    name,
    generation: (old?.generation ?? 0) + 1,
    created: old?.created ?? new Date(),
    legacyId: old?.legacyId ?? largeId(),
  };
}

function authored(old: Resource | undefined, author: Author, authors: AuthorNames): Record<string, string> {
  const uid = authors.uidOf(author);
  const name = uid === undefined ? "access-policy:service" : `user:${uid}`;
  if (old === undefined) return { [CREATED_BY]: name };
  return { [CREATED_BY]: old.annotations[CREATED_BY] ?? name, [UPDATED_BY]: name, [UPDATED]: new Date().toISOString() };
}

function authorOf(resource: Resource, key: string, authors: AuthorNames): Author {
  const uid = /^user:(.+)$/.exec(resource.annotations[key] ?? "")?.[1];
  return uid === undefined ? 0 : (authors.idOf(uid) ?? 0);
}

function updatedOf(resource: Resource): Date {
  const updated = resource.annotations[UPDATED];
  return updated === undefined ? resource.created : new Date(updated);
}

function folderOf(resource: Resource, authors: AuthorNames): Folder {
  return {
    id: resource.legacyId,
    uid: resource.name,
    title: textAt(resource.spec, "title"),
    version: resource.generation,
    created: resource.created,
    updated: updatedOf(resource),
    createdBy: authorOf(resource, CREATED_BY, authors),
    updatedBy: authorOf(resource, UPDATED_BY, authors),
    isProvisioned: resource.annotations[MANAGER] === FILE_PROVISIONING,
  };
}

function dashboardOf(resource: Resource, authors: AuthorNames): Dashboard {
  const { annotations } = resource;
  return {
    id: resource.legacyId,
    uid: resource.name,
    folderUid: annotations[FOLDER] ?? "",
    title: textAt(resource.spec, "title"),
    version: resource.generation,
    spec: resource.spec,
    created: resource.created,
    updated: updatedOf(resource),
    createdBy: authorOf(resource, CREATED_BY, authors),
    updatedBy: authorOf(resource, UPDATED_BY, authors),
    origin:
      annotations[MANAGER] !== FILE_PROVISIONING
        ? undefined
        : {
            provider: annotations[MANAGER_ID] ?? "",
            file: annotations[SOURCE_PATH] ?? "",
            checksum: annotations[SOURCE_CHECKSUM] ?? "",
          },
  };
}

function versionOf(resource: Resource, authors: AuthorNames): DashboardVersion {
  return {
    id: resource.generation,
    version: resource.generation,
    created: updatedOf(resource),
    createdBy: authorOf(resource, resource.generation === 1 ? CREATED_BY : UPDATED_BY, authors),
    message: resource.annotations[MESSAGE] ?? "",
    spec: resource.spec,
  };
}
