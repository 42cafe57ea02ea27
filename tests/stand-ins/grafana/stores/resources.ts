import { randomUUID } from "node:crypto";
import { number, text } from "../database/columns.ts";
import type { Query } from "../database/query.ts";
import { isObject, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";

/** A kind of object in unified storage. */
export interface ResourceKind {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly apiVersion: string;
}

export const FOLDERS: ResourceKind = {
  group: "folder.grafana.app",
  resource: "folders",
  kind: "Folder",
  apiVersion: "folder.grafana.app/v1beta1",
};

export const DASHBOARDS: ResourceKind = {
  group: "dashboard.grafana.app",
  resource: "dashboards",
  kind: "Dashboard",
  apiVersion: "dashboard.grafana.app/v0alpha1",
};

/** An object as the `value` column holds it, read into what the stand-in needs. */
export interface Resource {
  readonly name: string;
  readonly generation: number;
  readonly created: Date;
  readonly annotations: Readonly<Record<string, string>>;
  /** The number older interfaces call the object by. */
  readonly legacyId: number;
  readonly spec: JsonObject;
}

const CREATE = 1;
const UPDATE = 2;
const DELETE = 3;
const NAMESPACE = "default";

export function resources(query: Query, kind: ResourceKind): Resource[] {
  const sql = `SELECT value FROM resource WHERE namespace = '${NAMESPACE}' AND "group" = ? AND resource = ? ORDER BY name`;
  return query.all(sql, kind.group, kind.resource).map((row) => resourceOf(text(row, "value")));
}

export function resourceNamed(query: Query, kind: ResourceKind, name: string): Resource | undefined {
  const sql = `SELECT value FROM resource WHERE namespace = '${NAMESPACE}' AND "group" = ? AND resource = ? AND name = ?`;
  const row = query.one(sql, kind.group, kind.resource, name);
  return row === undefined ? undefined : resourceOf(text(row, "value"));
}

/** Every generation that was written, newest first. */
export function resourceHistory(query: Query, kind: ResourceKind, name: string): Resource[] {
  const sql = `SELECT value FROM resource_history WHERE "group" = ? AND resource = ? AND name = ? AND action <> ${DELETE} ORDER BY generation DESC`;
  return query.all(sql, kind.group, kind.resource, name).map((row) => resourceOf(text(row, "value")));
}

/** Writes the object and its history row. */
export function putResource(query: Query, kind: ResourceKind, resource: Resource): void {
  const action = resourceNamed(query, kind, resource.name) === undefined ? CREATE : UPDATE;
  query.run(
    'DELETE FROM resource WHERE "group" = ? AND resource = ? AND name = ?',
    kind.group,
    kind.resource,
    resource.name,
  );
  insert(query, "resource", kind, resource, action);
  const id = insert(query, "resource_history", kind, resource, action);
  query.run("UPDATE resource_history SET generation = ? WHERE rowid = ?", resource.generation, id);
}

export function deleteResource(query: Query, kind: ResourceKind, name: string): void {
  const old = resourceNamed(query, kind, name);
  if (old === undefined) return;
  query.run('DELETE FROM resource WHERE "group" = ? AND resource = ? AND name = ?', kind.group, kind.resource, name);
  insert(query, "resource_history", kind, old, DELETE);
}

function insert(query: Query, table: string, kind: ResourceKind, resource: Resource, action: number): number {
  const latest = number(query.one("SELECT MAX(resource_version) AS latest FROM resource_history") ?? {}, "latest");
  const version = Math.max(Date.now() * 1000, latest + 1);
  return query.run(
    `INSERT INTO ${table} (guid, resource_version, "group", resource, namespace, name, value, action, folder)
      VALUES (?, ?, ?, ?, '${NAMESPACE}', ?, ?, ?, ?)`,
    randomUUID(),
    version,
    kind.group,
    kind.resource,
    resource.name,
    JSON.stringify(manifestOf(kind, resource)),
    action,
    resource.annotations["grafana.app/folder"] ?? "",
  );
}

function manifestOf(kind: ResourceKind, resource: Resource): JsonObject {
  return {
    kind: kind.kind,
    apiVersion: kind.apiVersion,
    metadata: {
      name: resource.name,
      namespace: NAMESPACE,
      generation: resource.generation,
      creationTimestamp: resource.created.toISOString().replace(/\.\d+Z$/, "Z"),
      labels: { "grafana.app/deprecatedInternalID": String(resource.legacyId) },
      annotations: { ...resource.annotations },
    },
    spec: resource.spec,
  };
}

function resourceOf(value: string): Resource {
  const parsed: unknown = JSON.parse(value);
  const manifest = isObject(parsed) ? parsed : {};
  const metadata = objectAt(manifest, "metadata");
  const annotations = Object.entries(objectAt(metadata, "annotations")).map(([key, text]) => [key, String(text)]);
  return {
    name: textAt(metadata, "name"),
    generation: numberAt(metadata, "generation"),
    created: new Date(textAt(metadata, "creationTimestamp")),
    annotations: Object.fromEntries(annotations),
    legacyId: Number(textAt(objectAt(metadata, "labels"), "grafana.app/deprecatedInternalID")),
    spec: objectAt(manifest, "spec"),
  };
}
