import type { Problem } from "../errors.ts";
import { isLoopback } from "./loopback.ts";
import { describeOrigin, type Origin, precedence } from "./origin.ts";
import { type SettingName, type Settings, settingsTable } from "./table.ts";

/** A problem, and the source that has to be put right. */
export interface SettingProblem extends Problem {
  readonly source: Origin["kind"];
  /** Of the source, where it is a file. */
  readonly line?: number;
}

/** Settings as far as they are known to be allowed. */
export type SomeSettings = { readonly [Name in SettingName]?: Settings[Name] | undefined };
type Origins = Readonly<Record<SettingName, Origin>>;

/**
 * What is wrong with settings that are each allowed by themselves. `settings` lacks those that are not: a rule that
 * needs one of them says nothing.
 */
export function crossProblems(settings: SomeSettings, origins: Origins): SettingProblem[] {
  return [...portCollisions(settings, origins), ...reachableWithWeakPassword(settings, origins)];
}

const portNames = ["MONITOR_PORT", "PROMETHEUS_PORT", "EXPORTER_PORT", "ALERTMANAGER_PORT"] as const;

function portCollisions(settings: SomeSettings, origins: Origins): SettingProblem[] {
  const byPort = Map.groupBy(portNames, (name) => settings[name]);
  return [...byPort].flatMap(([port, names]) =>
    port === undefined || names.length < 2
      ? []
      : {
          what: `${names.join(" and ")} are the same port, ${port}`,
          remedy: "Give each of them a port of its own",
          ...blame(names, origins),
        },
  );
}

function reachableWithWeakPassword(settings: SomeSettings, origins: Origins): SettingProblem[] {
  const { GRAFANA_USER: user, GRAFANA_PASSWORD: password, MONITOR_BIND: bind } = settings;
  if (user === undefined || password === undefined || bind === undefined || isLoopback(bind)) return [];
  const weakness = weaknessOf(password, user);
  if (weakness === undefined) return [];
  return [
    {
      what: `Grafana would listen on ${bind}, where others can reach it, with ${weakness}`,
      remedy:
        "Set a password with --grafana-password or --grafana-password-file FILE|-, let --generate-password make one, or leave MONITOR_BIND at 127.0.0.1",
      ...blame(["MONITOR_BIND", "GRAFANA_PASSWORD"], origins),
    },
  ];
}

/** Passwords of 8 or more characters that are guessed first. */
const obvious = new Set([
  "password",
  "password1",
  "passw0rd",
  "12345678",
  "123456789",
  "1234567890",
  "87654321",
  "qwertyui",
  "qwerty123",
  "changeme",
  "changeit",
  "letmein1",
  "iloveyou",
  "adminadmin",
  "admin123",
  "admin1234",
  "administrator",
  "grafana1",
  "grafana123",
  "monitoring",
  "prometheus",
  "env-manager",
]);

/** Why a password does not protect a Grafana that others can reach; undefined where it does. */
export function weaknessOf(password: string, user: string): string | undefined {
  const folded = password.toLowerCase();
  if (password === settingsTable.GRAFANA_PASSWORD.default) return "the default password";
  if (folded === user.toLowerCase()) return "the user's name as its password";
  if ([...password].length < 8) return "a password of fewer than 8 characters";
  if (obvious.has(folded) || new Set(folded).size === 1) return "one of the passwords that are guessed first";
  return undefined;
}

/** Where the settings in conflict stand, and the winning one of their sources as the one to put right. */
function blame(names: readonly SettingName[], origins: Origins): { where: string; source: Origin["kind"] } {
  const set = names.map((name) => origins[name]).filter((origin) => origin.kind !== "default");
  return {
    where: set.map(describeOrigin).join(", "),
    source: precedence.find((kind) => set.some((origin) => origin.kind === kind)) ?? "default",
  };
}
