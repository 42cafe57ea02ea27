import { flag, number, sqlDate, text } from "../database/columns.ts";
import type { Query, Row } from "../database/query.ts";
import { isObject, type JsonObject } from "../json.ts";
import { shortUid } from "./identifiers.ts";
import type { SecretBox } from "./secrets.ts";

export interface DataSource {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly access: string;
  readonly url: string;
  readonly user: string;
  readonly database: string;
  readonly basicAuth: boolean;
  readonly basicAuthUser: string;
  readonly withCredentials: boolean;
  readonly isDefault: boolean;
  readonly jsonData: JsonObject;
  /** Names of the secrets that are set; their values come from `secret`. */
  readonly secretNames: readonly string[];
  readonly version: number;
  readonly readOnly: boolean;
}

/** What a caller or a provisioning file says of a data source. */
export interface DataSourceDraft extends Omit<DataSource, "id" | "uid" | "secretNames" | "version"> {
  /** Empty: one is generated for a new data source and kept for an old one. */
  readonly uid: string;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface DataSources {
  readonly all: () => DataSource[];
  readonly byUid: (uid: string) => DataSource | undefined;
  readonly byId: (id: number) => DataSource | undefined;
  readonly byName: (name: string) => DataSource | undefined;
  readonly add: (draft: DataSourceDraft) => DataSource;
  /** `version` is the one stored afterwards. */
  readonly replace: (id: number, draft: DataSourceDraft, version: number) => DataSource;
  readonly remove: (id: number) => void;
  readonly secret: (id: number, name: string) => string;
}

export function dataSources(query: Query, modern: boolean, box: SecretBox): DataSources {
  const find = (condition: string, value: string | number): DataSource | undefined => {
    const row = query.one(`SELECT * FROM data_source WHERE ${condition}`, value);
    return row === undefined ? undefined : dataSourceOf(row);
  };
  const stored = (id: number): DataSource => {
    const found = find("id = ?", id);
    if (found === undefined) throw new Error(`data source ${id} was not stored`);
    return found;
  };
  return {
    all: () => query.all("SELECT * FROM data_source ORDER BY name").map(dataSourceOf),
    byUid: (uid) => find("uid = ?", uid),
    byId: (id) => find("id = ?", id),
    byName: (name) => find("name = ?", name),
    add: (draft) =>
      query.transaction(() => {
        const now = sqlDate(new Date());
        const uid = draft.uid === "" ? shortUid(modern) : draft.uid;
        const id = query.run(
          `INSERT INTO data_source (org_id, version, type, name, access, url, basic_auth, is_default, created, updated, uid)
            VALUES (1, 1, ?, ?, ?, ?, 0, 0, ?, ?, ?)`,
          draft.type,
          draft.name,
          draft.access,
          draft.url,
          now,
          now,
          uid,
        );
        write(query, box, id, { ...draft, uid }, 1);
        return stored(id);
      }),
    replace: (id, draft, version) =>
      query.transaction(() => {
        write(query, box, id, { ...draft, uid: draft.uid === "" ? stored(id).uid : draft.uid }, version);
        return stored(id);
      }),
    remove: (id) => {
      query.run("DELETE FROM data_source WHERE id = ?", id);
    },
    secret: (id, name) => {
      const sealed = secretsOf(query.one("SELECT secure_json_data FROM data_source WHERE id = ?", id) ?? {})[name];
      return sealed === undefined ? "" : box.open(sealed);
    },
  };
}

function write(query: Query, box: SecretBox, id: number, draft: DataSourceDraft, version: number): void {
  // Secrets that are not named again stay as they are.
  const kept = secretsOf(query.one("SELECT secure_json_data FROM data_source WHERE id = ?", id) ?? {});
  const sealed = Object.fromEntries(Object.entries(draft.secrets).map(([name, value]) => [name, box.seal(value)]));
  if (draft.isDefault) query.run("UPDATE data_source SET is_default = 0 WHERE id <> ?", id);
  query.run(
    `UPDATE data_source SET version = ?, type = ?, name = ?, access = ?, url = ?, user = ?, database = ?, basic_auth = ?,
      basic_auth_user = ?, is_default = ?, json_data = ?, updated = ?, with_credentials = ?, secure_json_data = ?,
      read_only = ?, uid = ? WHERE id = ?`,
    version,
    draft.type,
    draft.name,
    draft.access,
    draft.url,
    draft.user,
    draft.database,
    draft.basicAuth ? 1 : 0,
    draft.basicAuthUser,
    draft.isDefault ? 1 : 0,
    JSON.stringify(draft.jsonData),
    sqlDate(new Date()),
    draft.withCredentials ? 1 : 0,
    JSON.stringify({ ...kept, ...sealed }),
    draft.readOnly ? 1 : 0,
    draft.uid,
    id,
  );
}

function secretsOf(row: Row): Record<string, string> {
  const parsed: unknown = JSON.parse(text(row, "secure_json_data") || "{}");
  if (!isObject(parsed)) return {};
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}

function dataSourceOf(row: Row): DataSource {
  const jsonData: unknown = JSON.parse(text(row, "json_data") || "{}");
  return {
    id: number(row, "id"),
    uid: text(row, "uid"),
    name: text(row, "name"),
    type: text(row, "type"),
    access: text(row, "access"),
    url: text(row, "url"),
    user: text(row, "user"),
    database: text(row, "database"),
    basicAuth: flag(row, "basic_auth"),
    basicAuthUser: text(row, "basic_auth_user"),
    withCredentials: flag(row, "with_credentials"),
    isDefault: flag(row, "is_default"),
    jsonData: isObject(jsonData) ? jsonData : {},
    secretNames: Object.keys(secretsOf(row)),
    version: number(row, "version"),
    readOnly: flag(row, "read_only"),
  };
}
