import { flagAt, isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../json.ts";
import type { LogBook } from "../log.ts";
import type { DataSourceDraft, DataSources } from "../stores/data-sources.ts";
import { interpolatedDeep } from "./interpolate.ts";
import { type YamlFile, yamlFiles } from "./yaml-files.ts";

interface WantedSource {
  readonly draft: DataSourceDraft;
  readonly version: number;
}

/**
 * Writes what the files of `provisioning/datasources` say into the database.
 * @throws Error with the message the server ends with, when a file is broken or they contradict each other.
 */
export function provisionDataSources(
  folder: string,
  dataSources: DataSources,
  environment: NodeJS.ProcessEnv,
  log: LogBook,
): void {
  try {
    apply(readFolder(folder, log), dataSources, environment, log);
  } catch (error) {
    const message = `Datasource provisioning error: ${error instanceof Error ? error.message : String(error)}`;
    log("provisioning").error("Failed to provision data sources", { error: message });
    throw new Error(message);
  }
}

function readFolder(folder: string, log: LogBook): YamlFile[] {
  try {
    return yamlFiles(folder);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const reason = `open ${folder}: no such file or directory`;
    log("provisioning.datasources").error("can't read datasource provisioning files from directory", {
      path: folder,
      error: reason,
    });
    return [];
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function apply(
  files: readonly YamlFile[],
  dataSources: DataSources,
  environment: NodeJS.ProcessEnv,
  log: LogBook,
): void {
  const contents = files.map(({ content }) => interpolatedDeep(content, environment));
  const wanted = contents.map((content) => listAt(content, "datasources").filter(isObject).map(wantedSource));
  if (wanted.flat().filter(({ draft }) => draft.isDefault).length > 1) {
    throw new Error("datasource.yaml config is invalid. Only one datasource per organization can be marked as default");
  }
  for (const [index, content] of contents.entries()) {
    for (const entry of listAt(content, "deleteDatasources").filter(isObject)) {
      const old = dataSources.byName(textAt(entry, "name"));
      if (old === undefined) continue;
      dataSources.remove(old.id);
      log("provisioning.datasources").info("deleted datasource based on configuration", { name: old.name });
    }
    for (const source of wanted[index] ?? []) write(source, dataSources, log);
  }
}

// Found by name: a new name with an old uid is refused, and that ends the server.
function write({ draft, version }: WantedSource, dataSources: DataSources, log: LogBook): void {
  const old = dataSources.byName(draft.name);
  const holder = draft.uid === "" ? undefined : dataSources.byUid(draft.uid);
  if (holder !== undefined && holder.name !== draft.name)
    throw new Error("data source with the same uid already exists");
  if (old === undefined) {
    const added = dataSources.add(draft);
    log("provisioning.datasources").info("inserting datasource from configuration", {
      name: added.name,
      uid: added.uid,
    });
  } else if (version === 0 || old.version <= version) {
    dataSources.replace(old.id, draft, version + 1);
  }
}

function wantedSource(entry: JsonObject): WantedSource {
  const secrets = Object.entries(objectAt(entry, "secureJsonData")).map(([name, value]) => [name, String(value)]);
  const access = textAt(entry, "access");
  return {
    version: numberAt(entry, "version"),
    draft: {
      uid: textAt(entry, "uid"),
      name: textAt(entry, "name"),
      type: textAt(entry, "type"),
      access: access === "direct" ? "direct" : "proxy",
      url: textAt(entry, "url"),
      user: textAt(entry, "user"),
      database: textAt(entry, "database"),
      basicAuth: flagAt(entry, "basicAuth"),
      basicAuthUser: textAt(entry, "basicAuthUser"),
      withCredentials: flagAt(entry, "withCredentials"),
      isDefault: flagAt(entry, "isDefault"),
      jsonData: objectAt(entry, "jsonData"),
      readOnly: !flagAt(entry, "editable"),
      secrets: Object.fromEntries(secrets),
    },
  };
}
