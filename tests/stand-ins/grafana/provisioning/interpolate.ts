import { readFileSync } from "node:fs";
import type { Json, JsonObject } from "../json.ts";

/**
 * Variables in the values of provisioning files: `$NAME`, `${NAME}`, `$__env{NAME}`, `$__file{/path}`; `$$` is a dollar.
 * @throws Error when a named file cannot be read.
 */
export function interpolated(value: string, environment: NodeJS.ProcessEnv): string {
  return value
    .split("$$")
    .map((part) => expanded(part, environment))
    .join("$");
}

function expanded(part: string, environment: NodeJS.ProcessEnv): string {
  return part
    .replace(/\$__file\{([^}]+)\}/g, (_, path: string) => readFileSync(path, "utf8").trim())
    .replace(/\$__env\{([^}]+)\}/g, (_, name: string) => environment[name] ?? "")
    .replace(/\$\{(\w+)\}|\$(\w+)/g, (_, braced: string | undefined, bare: string | undefined) => {
      return environment[braced ?? bare ?? ""] ?? "";
    });
}

/** The same for every text within a value. */
export function interpolatedDeep(value: JsonObject, environment: NodeJS.ProcessEnv): JsonObject {
  const walk = (item: Json | undefined): Json | undefined => {
    if (typeof item === "string") return interpolated(item, environment);
    if (Array.isArray(item)) return item.map((entry) => walk(entry) ?? null);
    if (typeof item !== "object" || item === null) return item;
    return interpolatedDeep(item, environment);
  };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
}
