import { type SettingName, type Settings, settingNames, settingsTable } from "./table.ts";

/** What is shown instead of a secret, however long it is. */
export const mask = "****";

export const isSecret = (name: SettingName): boolean => "secret" in settingsTable[name];

/** A value as it may be shown: a secret as `****`, everything else as it is. */
export const maskValue = (name: SettingName, value: string): string => (isSecret(name) ? mask : value);

/** A value as it stands in a message: masked where secret, in quotes, odd characters escaped, at most 80 characters. */
export function quotedValue(name: SettingName, value: string): string {
  const shown = maskValue(name, value);
  return JSON.stringify(shown.length > 80 ? `${shown.slice(0, 79)}…` : shown);
}

/**
 * Everything that `redact` has to keep out of what is printed: each secret, and the forms that it takes in URLs, in JSON
 * and in the header of basic authentication. A secret that is still its published default is left out: everybody knows
 * it, and hiding the word "admin" would make messages unreadable.
 */
export function secretValues(settings: Settings): readonly string[] {
  const forms = settingNames
    .filter((name) => isSecret(name) && settings[name] !== settingsTable[name].default)
    .flatMap((name) => {
      const secret = String(settings[name]);
      return [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(`${settings.GRAFANA_USER}:${secret}`).toString("base64"),
      ];
    });
  return [...new Set(forms)].filter((form) => form !== "");
}

/**
 * `text` with every secret as `****`. A secret of 8 or more characters is replaced wherever it stands. A shorter one
 * (accepted on loopback only) is replaced where it stands as a word of its own, so that the password "test" does not
 * turn "latest" into "la****".
 */
export function redact(text: string, secrets: readonly string[]): string {
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce(
    (rest, secret) => rest.replaceAll(secret.length >= 8 ? secret : asWord(secret), mask),
    text,
  );
}

const wordCharacter = /[\p{L}\p{N}_]/u;

function asWord(secret: string): RegExp {
  const literal = secret.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const before = wordCharacter.test([...secret][0] ?? "") ? "(?<![\\p{L}\\p{N}_])" : "";
  const after = wordCharacter.test([...secret].at(-1) ?? "") ? "(?![\\p{L}\\p{N}_])" : "";
  return new RegExp(before + literal + after, "gu");
}
