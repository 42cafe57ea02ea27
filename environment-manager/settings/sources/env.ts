import type { Problem } from "../../errors.ts";
import { type EnvEntry, readEnvFile } from "../env-file.ts";
import { editDistance, nearest } from "../nearest.ts";
import type { SettingProblem } from "../rules.ts";
import { type SettingName, settingNames, settingsTable } from "../table.ts";
import { nothing, type Reading, type Statement } from "./reading.ts";
import { readSettingsText } from "./text-file.ts";

export interface EnvReading extends Reading {
  /** Variables that are not ours: `X_…` for the user's own Compose file, and those of Docker and Compose. */
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * Settings from `.env`.
 * @throws UserError where the file cannot be read at all
 */
export function readEnvSettings(path: string): EnvReading {
  const text = readSettingsText(path, ".env");
  if (text === undefined) return { ...nothing, extra: {} };
  const { entries, faults } = readEnvFile(text);
  const statements: Statement[] = [];
  const extra: Record<string, string> = {};
  const problems = faults.map(({ line, ...fault }) => problemAt(line, fault));
  for (const entry of entries) {
    const { key, value: text, line } = entry;
    if (isSetting(key)) statements.push({ name: key, text, origin: { kind: "env", file: ".env", line } });
    else if (isPassedOn(key)) extra[key] = text;
    else problems.push(unknown(entry));
  }
  return { statements, problems, extra };
}

const isSetting = (key: string): key is SettingName => Object.hasOwn(settingsTable, key);

/** A name of Docker's or Compose's that is nearly one of ours (DOCKER_SOCKET_PROXY_CPU) is a mistake. */
function isPassedOn(key: string): boolean {
  if (/^X_./.test(key)) return true;
  return /^(?:DOCKER|COMPOSE)_./.test(key) && !settingNames.some((name) => editDistance(key, name) <= 2);
}

const problemAt = (line: number, problem: Problem): SettingProblem => ({
  ...problem,
  where: `.env:${line}`,
  source: "env",
  line,
});

function unknown({ key, line }: EnvEntry): SettingProblem {
  const meant = nearest(key, settingNames);
  return problemAt(line, {
    what: `${key} is not a setting`,
    remedy: meant ? `Write ${meant} if that is meant` : "Remove it, or begin its name with X_ if it is your own",
  });
}
