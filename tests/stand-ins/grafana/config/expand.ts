import { readFileSync } from "node:fs";
import type { Ini } from "./ini.ts";

const VARIABLE = /\$(|__\w+)\{([^}]+)\}/g;

/**
 * Replaces `${NAME}`, `$__env{NAME}` and `$__file{/path}` in every value, wherever the value came from: so a
 * password that holds such a text is changed too, by the real server as here.
 * @throws Error when a named file cannot be read.
 */
export function expandVariables(ini: Ini, environment: NodeJS.ProcessEnv): void {
  for (const [section, keys] of ini) {
    for (const [key, value] of keys) {
      if (value.includes("$")) keys.set(key, expanded(value, environment, `${section}.${key}`));
    }
  }
}

function expanded(value: string, environment: NodeJS.ProcessEnv, where: string): string {
  return value.replace(VARIABLE, (whole: string, kind: string, name: string) => {
    if (kind === "" || kind === "__env") return environment[name] ?? "";
    if (kind !== "__file") return whole;
    try {
      return readFileSync(name, "utf8").trim();
    } catch {
      const reason = `stat ${name}: no such file or directory`;
      throw new Error(`got error while expanding ${where} with expander 'file': ${reason}`);
    }
  });
}
