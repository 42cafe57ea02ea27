import type { LoadedSettings } from "./load.ts";
import { isSecret, mask } from "./mask.ts";
import { describeOrigin, type Origin } from "./origin.ts";
import { type SettingName, settingNames } from "./table.ts";

/** One setting as `env-manager config` shows it. */
export interface SettingRow {
  readonly name: SettingName;
  /** `****` where secret. */
  readonly value: string | number;
  readonly origin: Origin;
}

/** Every setting with its effective value and where that came from, in the order of the table. */
export function describeSettings({ settings, origins }: Pick<LoadedSettings, "settings" | "origins">): SettingRow[] {
  return settingNames.map((name) => ({
    name,
    value: isSecret(name) ? mask : settings[name],
    origin: origins[name],
  }));
}

/** Aligned lines (name, value, where from), then the names of what `.env` has for Compose. */
export function settingsText(loaded: LoadedSettings): string {
  const rows = describeSettings(loaded);
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const valueWidth = Math.max(...rows.map(({ value }) => String(value).length));
  const lines = rows.map(({ name, value, origin }) =>
    [name.padEnd(nameWidth), String(value).padEnd(valueWidth), describeOrigin(origin)].join("  "),
  );
  const passedOn = Object.keys(loaded.extra);
  if (passedOn.length > 0) lines.push("", `Passed on to Compose from .env: ${passedOn.join(", ")}`);
  return lines.join("\n");
}

/** The document of `--json`: by name the value and its origin, in parts and as the text shows it. */
export const settingsDocument = (loaded: LoadedSettings) => ({
  settings: Object.fromEntries(
    describeSettings(loaded).map(({ name, value, origin }) => [name, { value, origin, from: describeOrigin(origin) }]),
  ),
  passedOn: Object.keys(loaded.extra),
});
