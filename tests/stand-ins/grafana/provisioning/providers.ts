import { isAbsolute, resolve } from "node:path";
import { flagAt, isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../json.ts";
import type { Log } from "../log.ts";
import { isMissing } from "./data-sources.ts";
import { interpolatedDeep } from "./interpolate.ts";
import { yamlFiles } from "./yaml-files.ts";

/** A folder of dashboards, as `provisioning/dashboards/*.yaml` describes it. */
export interface Provider {
  readonly name: string;
  readonly folder: string;
  readonly folderUid: string;
  readonly path: string;
  readonly disableDeletion: boolean;
  readonly allowUiUpdates: boolean;
  readonly updateIntervalSeconds: number;
  readonly foldersFromFilesStructure: boolean;
}

const SHORTEST_INTERVAL_SECONDS = 10;

/**
 * The providers of a folder; none, and a line in the log, when there is no such folder.
 * @throws Error with the message the server ends with, when a file is broken.
 */
export function readProviders(folder: string, environment: NodeJS.ProcessEnv, log: Log): Provider[] {
  try {
    return yamlFiles(folder).flatMap(({ content }) =>
      listAt(interpolatedDeep(content, environment), "providers").filter(isObject).map(providerOf),
    );
  } catch (error) {
    if (isMissing(error)) {
      const reason = `open ${folder}: no such file or directory`;
      log.error("can't read dashboard provisioning files from directory", { path: folder, error: reason });
      return [];
    }
    const message = error instanceof Error ? error.message : String(error);
    const file = error instanceof Error && "file" in error ? String(error.file) : "";
    const where = file === "" ? "" : `could not parse provisioning config file: ${file} error: `;
    throw new Error(`Failed to create provisioner: Failed to read dashboards config: ${where}${message}`);
  }
}

function providerOf(entry: JsonObject): Provider {
  const type = textAt(entry, "type") || "file";
  if (type !== "file") throw new Error(`type ${type} is not supported`);
  const options = objectAt(entry, "options");
  const path = textAt(options, "path") || textAt(options, "folder");
  if (path === "") throw new Error("failed to load dashboards, path param is not a string");
  return {
    name: textAt(entry, "name"),
    folder: textAt(entry, "folder"),
    folderUid: textAt(entry, "folderUid"),
    path: isAbsolute(path) ? path : resolve(path),
    disableDeletion: flagAt(entry, "disableDeletion"),
    allowUiUpdates: flagAt(entry, "allowUiUpdates"),
    updateIntervalSeconds: numberAt(entry, "updateIntervalSeconds") || SHORTEST_INTERVAL_SECONDS,
    foldersFromFilesStructure: flagAt(options, "foldersFromFilesStructure"),
  };
}
