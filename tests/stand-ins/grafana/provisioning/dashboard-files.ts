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
  const parsed = firstValue(text);
  if (!isObject(parsed) || textAt(parsed, "title").trim() === "") throw new Error("Dashboard title cannot be empty");
  return { path, checksum: createHash("md5").update(text).digest("hex"), dashboard: parsed };
}

// Whatever follows the first value is not looked at.
function firstValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const end = /after JSON at position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    if (end !== undefined) return JSON.parse(text.slice(0, Number(end)));
    throw new Error(jsonErrorText(text, error));
  }
}
