import { flagOf, type SettingName, yamlKeyOf } from "./table.ts";

/** Where the effective value of a setting came from. Lines count from 1. */
export type Origin =
  | { readonly kind: "flag"; readonly flag: string }
  | { readonly kind: "environment"; readonly variable: SettingName }
  | { readonly kind: "env"; readonly file: ".env"; readonly line: number }
  | { readonly kind: "yaml"; readonly file: "env-manager.yaml"; readonly line: number }
  | { readonly kind: "default" };

/** Sources from the one that wins to the one that loses. */
export const precedence = ["flag", "environment", "env", "yaml", "default"] as const satisfies Origin["kind"][];

/** `--monitor-port`, `environment MONITOR_PORT`, `.env:12`, `env-manager.yaml:3` or `default`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "flag":
      return origin.flag;
    case "environment":
      return `environment ${origin.variable}`;
    case "env":
    case "yaml":
      return `${origin.file}:${origin.line}`;
    case "default":
      return "default";
  }
}

/** The setting as its source spells it, for messages about that source. */
export function spelling(name: SettingName, origin: Origin): string {
  if (origin.kind === "flag") return origin.flag;
  return origin.kind === "yaml" ? yamlKeyOf(name) : name;
}

/** The flag of a setting with its dashes. */
export const flagOrigin = (name: SettingName): Origin => ({ kind: "flag", flag: `--${flagOf(name)}` });
