import { exitCode, UserError } from "../errors.ts";
import { quotedValue } from "./mask.ts";
import { describeOrigin, type Origin, precedence, spelling } from "./origin.ts";
import type { ProjectPaths } from "./project.ts";
import { quoteEnvValue } from "./quote.ts";
import { crossProblems, type SettingProblem, type SomeSettings } from "./rules.ts";
import { objection, settingsSchema } from "./schema.ts";
import { readEnvSettings } from "./sources/env.ts";
import { readEnvironment } from "./sources/environment.ts";
import { readFlags } from "./sources/flags.ts";
import type { Statement } from "./sources/reading.ts";
import { readYamlSettings } from "./sources/yaml.ts";
import { flagOf, type SettingName, type Settings, settingNames, settingsTable } from "./table.ts";

export interface SettingsRequest {
  /** Settings given on the command line. */
  readonly flags: Partial<Record<SettingName, string>>;
  /** The flag as the user wrote it, where it is not the setting's own: `--grafana-password-file`. */
  readonly flagSpellings?: Partial<Record<SettingName, string>>;
  readonly environment: NodeJS.ProcessEnv;
  readonly paths: Pick<ProjectPaths, "env" | "yaml">;
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly origins: Readonly<Record<SettingName, Origin>>;
  /** Variables of `.env` that are not ours and that Compose is given: `X_…`, `DOCKER_…`, `COMPOSE_…`. */
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * The effective settings: flag, then environment variable, then `.env`, then `env-manager.yaml`, then default.
 * @throws UserError with the problems of all sources at once; its exit code is 64 where only flags are at fault, 77
 * where a file may not be read, else 78
 */
export async function loadSettings(request: SettingsRequest): Promise<LoadedSettings> {
  const env = readEnvSettings(request.paths.env);
  const yaml = await readYamlSettings(request.paths.yaml);
  const readings = [readFlags(request.flags, request.flagSpellings), readEnvironment(request.environment), env, yaml];
  const statements = [...readings.flatMap((reading) => reading.statements), ...defaults];
  const effective = new Map(statements.toReversed().map((statement) => [statement.name, statement]));
  const texts = Object.fromEntries(settingNames.map((name) => [name, effective.get(name)?.text]));
  const origins = Object.fromEntries(
    settingNames.map((name) => [name, effective.get(name)?.origin]),
  ) as LoadedSettings["origins"];
  refuse([
    ...readings.flatMap((reading) => reading.problems),
    ...statements.flatMap(refusals),
    ...crossProblems(allowedOnly(texts), origins),
  ]);
  // Compiling a parser, as zod does by itself, takes longer than the one use of it here.
  return { settings: settingsSchema.parse(texts, { jitless: true }), origins, extra: env.extra };
}

const defaults: readonly Statement[] = settingNames.map((name) => ({
  name,
  text: settingsTable[name].default,
  origin: { kind: "default" },
}));

/** The values of those settings that are allowed by themselves. */
const allowedOnly = (texts: Record<string, string | undefined>): SomeSettings =>
  Object.fromEntries(
    settingNames.map((name) => [name, settingsSchema.shape[name].safeParse(texts[name]).data]),
  ) as SomeSettings;

function refusals({ name, text, origin }: Statement): SettingProblem[] {
  const reason = objection(name, text);
  if (reason === undefined) return origin.kind === "flag" ? unsavable({ name, text, origin }) : [];
  const value = text === "" ? "empty" : quotedValue(name, text);
  return [
    {
      what: `${spelling(name, origin)} is ${value}; it ${reason}`,
      where: describeOrigin(origin),
      remedy: remedies[origin.kind](name),
      source: origin.kind,
      ...("line" in origin ? { line: origin.line } : {}),
    },
  ];
}

/** What a flag says is written to `.env`; what cannot be written there is refused before anything is changed. */
function unsavable({ name, text, origin }: Statement): SettingProblem[] {
  if (quoteEnvValue(text) !== undefined) return [];
  return [
    {
      what: `${spelling(name, origin)} is ${quotedValue(name, text)}; it cannot be written to .env so that every program reads the same, because it needs both kinds of quotes`,
      where: describeOrigin(origin),
      remedy: "Leave out the single quotes, or the dollar signs, backslashes, double quotes and number signs",
      source: origin.kind,
    },
  ];
}

const sample = (name: SettingName) => settingsTable[name].default || "''";

const remedies: Record<Origin["kind"], (name: SettingName) => string> = {
  flag: (name) => `Give it an allowed value, or leave it out; the default is ${sample(name)}`,
  environment: (name) => `Correct the variable or unset ${name}; the default is ${sample(name)}`,
  env: (name) => `Correct the line or remove it; the default is ${sample(name)}`,
  yaml: (name) => `Correct the line or remove it; the default is ${sample(name)}`,
  default: (name) => `Set --${flagOf(name)}`,
};

/** @throws UserError where there are problems: first those of the source that wins, by line */
function refuse(problems: readonly SettingProblem[]): void {
  if (problems.length === 0) return;
  const code = problems.every(({ source }) => source === "flag") ? exitCode.usage : exitCode.configuration;
  const rank = ({ source, line }: SettingProblem) => precedence.indexOf(source) * 1e9 + (line ?? 0);
  const sorted = problems.toSorted((a, b) => rank(a) - rank(b));
  throw new UserError(
    sorted.map(({ source, line, ...problem }) => problem),
    code,
  );
}
