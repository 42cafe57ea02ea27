import { isAbsolute, join, resolve } from "node:path";
import { type Ini, ROOT_SECTION } from "./ini.ts";

/** The effective configuration of one run, and what the start-up log says about where it came from. */
export interface Configuration {
  readonly home: string;
  readonly raw: Ini;
  readonly files: readonly string[];
  readonly fromCommandLine: readonly string[];
  readonly fromEnvironment: readonly string[];
  readonly text: (section: string, key: string) => string;
  readonly flag: (section: string, key: string) => boolean;
  readonly number: (section: string, key: string, fallback: number) => number;
  readonly path: (key: "data" | "logs" | "plugins" | "provisioning") => string;
}

export type ConfigurationSources = Pick<
  Configuration,
  "home" | "raw" | "files" | "fromCommandLine" | "fromEnvironment"
>;

/** Typed access to what was loaded; a key nobody set reads as the empty string. */
export function configuration(sources: ConfigurationSources): Configuration {
  const text = (section: string, key: string): string => interpolated(sources.raw, section, key);
  return {
    ...sources,
    text,
    flag: (section, key) => /^(1|t|true|yes|y|on)$/i.test(text(section, key)),
    number: (section, key, fallback) => {
      const value = Number.parseInt(text(section, key), 10);
      return Number.isNaN(value) ? fallback : value;
    },
    path: (key) => {
      const value = text("paths", key);
      return isAbsolute(value) ? value : join(resolve(sources.home), value);
    },
  };
}

// `%(key)s` names another key of the section, or of the root section; an unknown one stays as written.
function interpolated(ini: Ini, section: string, key: string): string {
  const value = ini.get(section)?.get(key) ?? "";
  return value.replace(/%\(([^)]+)\)s/g, (whole: string, name: string) => {
    if (name === key) return whole;
    return ini.get(section)?.get(name) ?? ini.get(ROOT_SECTION)?.get(name) ?? whole;
  });
}
