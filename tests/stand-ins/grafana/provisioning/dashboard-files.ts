import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isObject, type JsonObject, textAt } from "../json.ts";
import { jsonErrorText } from "./json-error.ts";

export interface DashboardFile {
  readonly path: string;
  readonly checksum: string;
  readonly dashboard: JsonObject;
}

/** Every `*.json` below a folder, hidden folders aside; links are followed, as mounted configuration needs. */
export function jsonFilesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(path));
      if (isFolder) return entry.name.startsWith(".") ? [] : jsonFilesBelow(path);
      return entry.name.endsWith(".json") ? [path] : [];
    });
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @throws Error with the reason the log gives, when the file holds no dashboard. */
export function readDashboardFile(path: string): DashboardFile {
  const text = readFileSync(path, "utf8");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(jsonErrorText(text, error));
  }
  if (!isObject(parsed) || textAt(parsed, "title").trim() === "") throw new Error("Dashboard title cannot be empty");
  return { path, checksum: createHash("md5").update(text).digest("hex"), dashboard: parsed };
}
