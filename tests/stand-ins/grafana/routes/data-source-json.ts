import { flagAt, type JsonObject, objectAt, textAt } from "../json.ts";
import type { DataSource, DataSourceDraft } from "../stores/data-sources.ts";

const TYPE_NAMES: Readonly<Record<string, string>> = { prometheus: "Prometheus", alertmanager: "Alertmanager" };

function logoOf(type: string, modern: boolean): string {
  return `public/${modern ? "plugins" : "app/plugins/datasource"}/${type}/img/${type}_logo.svg`;
}

/** A data source as `GET /api/datasources` lists it. */
export function listedDataSource(source: DataSource, modern: boolean): JsonObject {
  const { id, uid, name, type, access, url, user, database, basicAuth, isDefault, jsonData, readOnly } = source;
  return {
    id,
    uid,
    orgId: 1,
    name,
    type,
    typeName: TYPE_NAMES[type] ?? type,
    typeLogoUrl: logoOf(type, modern),
    access,
    url,
    user,
    database,
    basicAuth,
    isDefault,
    jsonData,
    readOnly,
  };
}

/** A data source as it is shown alone; the values of its secrets never are. */
export function shownDataSource(source: DataSource, modern: boolean): JsonObject {
  const { typeName: _typeName, ...listed } = listedDataSource(source, modern);
  return {
    ...listed,
    typeLogoUrl: modern ? logoOf(source.type, modern) : "",
    basicAuthUser: source.basicAuthUser,
    withCredentials: source.withCredentials,
    secureJsonFields: Object.fromEntries(source.secretNames.map((name) => [name, true])),
    version: source.version,
    ...(modern ? { apiVersion: "" } : {}),
  };
}

/** What a caller wrote about a data source; undefined without a name or a type. */
export function draftOf(body: JsonObject): DataSourceDraft | undefined {
  const draft: DataSourceDraft = {
    uid: textAt(body, "uid"),
    name: textAt(body, "name"),
    type: textAt(body, "type"),
    access: textAt(body, "access") || "proxy",
    url: textAt(body, "url"),
    user: textAt(body, "user"),
    database: textAt(body, "database"),
    basicAuth: flagAt(body, "basicAuth"),
    basicAuthUser: textAt(body, "basicAuthUser"),
    withCredentials: flagAt(body, "withCredentials"),
    isDefault: flagAt(body, "isDefault"),
    jsonData: objectAt(body, "jsonData"),
    readOnly: false,
    secrets: Object.fromEntries(
      Object.entries(objectAt(body, "secureJsonData")).map(([name, value]) => [name, String(value)]),
    ),
  };
  return draft.name === "" || draft.type === "" ? undefined : draft;
}
