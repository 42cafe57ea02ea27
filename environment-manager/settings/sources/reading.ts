import type { Origin } from "../origin.ts";
import type { SettingProblem } from "../rules.ts";
import type { SettingName } from "../table.ts";

/** A source says that a setting has a value; whether the value is allowed is not checked yet. */
export interface Statement {
  readonly name: SettingName;
  readonly text: string;
  readonly origin: Origin;
}

/** What one source says, and what in it cannot be understood. */
export interface Reading {
  readonly statements: readonly Statement[];
  readonly problems: readonly SettingProblem[];
}

export const nothing: Reading = { statements: [], problems: [] };
