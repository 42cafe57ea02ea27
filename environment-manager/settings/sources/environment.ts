import { settingNames } from "../table.ts";
import type { Reading, Statement } from "./reading.ts";

/** Settings from the process's environment. An empty variable counts as not set; those of others are not looked at. */
export function readEnvironment(environment: NodeJS.ProcessEnv): Reading {
  const statements = settingNames.flatMap((name): Statement[] => {
    const text = environment[name];
    return text ? [{ name, text, origin: { kind: "environment", variable: name } }] : [];
  });
  return { statements, problems: [] };
}
