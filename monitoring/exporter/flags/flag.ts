import { toRegExp } from "./regexp.ts";

/** A flag of the command line and how its text becomes a value. `read` throws an Error whose message says what is wrong. */
export type Flag<T> = {
  readonly name: string;
  readonly help: string;
  /** What `--help` shows for the value; a switch has none and is written `--name` or `--no-name`. */
  readonly placeholder: string | undefined;
  readonly fallback: string;
  readonly repeatable: boolean;
  readonly read: (texts: readonly string[]) => T;
};

const last = (texts: readonly string[]): string => texts.at(-1) ?? "";

/** `--name`, `--no-name`. */
export const switchFlag = (name: string, fallback: boolean, help: string): Flag<boolean> => ({
  name,
  help,
  placeholder: undefined,
  fallback: String(fallback),
  repeatable: false,
  read: (texts) => last(texts) === "true",
});

/** `--name=TEXT`. */
export const textFlag = (name: string, placeholder: string, fallback: string, help: string): Flag<string> => ({
  name,
  help,
  placeholder,
  fallback,
  repeatable: false,
  read: last,
});

/** `--name=TEXT`, any number of times. */
export const listFlag = (
  name: string,
  placeholder: string,
  fallback: string,
  help: string,
): Flag<readonly string[]> => ({
  name,
  help,
  placeholder,
  fallback,
  repeatable: true,
  read: (texts) => texts,
});

/** `--name=REGEXP`; an empty one is none. */
export const patternFlag = (name: string, fallback: string, help: string): Flag<RegExp | undefined> => ({
  name,
  help,
  placeholder: "REGEXP",
  fallback,
  repeatable: false,
  read: (texts) => (last(texts) === "" ? undefined : toRegExp(last(texts))),
});

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** `--name=5s`; the value is in seconds and above 0. */
export const durationFlag = (name: string, fallback: string, help: string): Flag<number> => ({
  name,
  help,
  placeholder: "DURATION",
  fallback,
  repeatable: false,
  read: (texts) => {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(last(texts)) ?? [];
    const seconds = Number(amount) * (unitSeconds[unit ?? ""] ?? Number.NaN);
    if (!(seconds > 0)) throw new Error(`"${last(texts)}" is no duration; write one such as 500ms, 5s or 1m`);
    return seconds;
  },
});
