import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Release } from "../release.ts";
import { type Configuration, configuration } from "./configuration.ts";
import { environmentKey } from "./environment-key.ts";
import { expandVariables } from "./expand.ts";
import { type Ini, parseIni, setValue } from "./ini.ts";
import { redacted } from "./redact.ts";

export interface ConfigurationRequest {
  readonly release: Release;
  /** `--homepath`; without it the working directory or its parent, whichever holds `conf/defaults.ini`. */
  readonly home: string | undefined;
  /** `--config`; without it `conf/custom.ini` of the home, when that exists. */
  readonly file: string | undefined;
  /** `cfg:default.SECTION.KEY=VALUE` and `cfg:SECTION.KEY=VALUE` words of the command line. */
  readonly properties: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly workingDirectory: string;
}

/**
 * Defaults, then `cfg:default.` words, the configuration file, `GF_*` variables and `cfg:` words; then expansion.
 * @throws Error with the text the server prints before it gives up.
 */
export function loadConfiguration(request: ConfigurationRequest): Configuration {
  const home = homeOf(request);
  const defaults = join(home, "conf/defaults.ini");
  const raw = parseIni(readFileSync(defaults, "utf8"));
  const files = [defaults];
  const properties = request.properties.map(property);
  const byDefault = properties.filter(({ isDefault }) => isDefault);
  applyProperties(raw, byDefault);
  const file = request.file ?? existing(join(home, "conf/custom.ini"));
  if (file !== undefined && file !== "") {
    mergeFile(raw, file);
    files.push(file);
  }
  const fromEnvironment = applyEnvironment(raw, request);
  applyProperties(
    raw,
    properties.filter(({ isDefault }) => !isDefault),
  );
  expandVariables(raw, request.environment);
  const fromCommandLine = properties.map(({ isDefault, section, key, value }) => {
    return `${isDefault ? "default." : ""}${section}.${key}=${redacted(request.release, key, value)}`;
  });
  return configuration({ home, raw, files, fromCommandLine, fromEnvironment });
}

function homeOf({ home, workingDirectory }: ConfigurationRequest): string {
  const candidates = home === undefined ? [workingDirectory, join(workingDirectory, "..")] : [resolve(home)];
  const found = candidates.find((folder) => existsSync(join(folder, "conf/defaults.ini")));
  if (found !== undefined) return found;
  throw new Error(
    "Grafana-server Init Failed: Could not find config defaults, make sure homepath command line parameter is set or working directory is homepath",
  );
}

function existing(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}

function mergeFile(raw: Ini, file: string): void {
  for (const [section, keys] of parseIni(readFileSync(file, "utf8"))) {
    for (const [key, value] of keys) setValue(raw, section, key, value);
  }
}

// Only keys that a file names can be overridden, and an empty variable overrides nothing.
function applyEnvironment(raw: Ini, { environment, release }: ConfigurationRequest): string[] {
  const applied: string[] = [];
  for (const [section, keys] of raw) {
    for (const key of keys.keys()) {
      const name = environmentKey(section, key);
      const value = environment[name] ?? "";
      if (value === "") continue;
      keys.set(key, value);
      applied.push(`${name}=${redacted(release, name, value)}`);
    }
  }
  return applied;
}

interface Property {
  readonly isDefault: boolean;
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

function property(word: string): Property {
  const match = /^cfg:(default\.)?([^=]+)\.([^.=]+)=(.*)$/s.exec(word);
  if (match === null) throw new Error(`Invalid command line argument. argument: ${word}`);
  const [, isDefault, section = "", key = "", value = ""] = match;
  return { isDefault: isDefault !== undefined, section, key, value };
}

function applyProperties(raw: Ini, properties: readonly Property[]): void {
  for (const { section, key, value } of properties) setValue(raw, section, key, value);
}
