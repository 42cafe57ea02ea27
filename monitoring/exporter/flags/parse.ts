import type { Flag } from "./flag.ts";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/** What a command line says, read through the flags that define it. */
export type FlagValues = {
  /** The flag's value, or its fallback's. */
  readonly get: <T>(flag: Flag<T>) => T;
  /** Whether the command line names the flag, be it with its default. */
  readonly given: (flag: Flag<unknown>) => boolean;
};

type Word = { readonly flag: Flag<unknown>; readonly text: string | undefined };

const spellings = (flags: readonly Flag<unknown>[]): string[] =>
  flags.flatMap(({ name, placeholder }) => (placeholder === undefined ? [`--${name}`, `--no-${name}`] : [`--${name}`]));

const unknownFlag = (word: string, flags: readonly Flag<unknown>[]): UsageError => {
  const near = nearest(word, spellings(flags));
  return new UsageError(`unknown flag ${word}${near === undefined ? "" : `; did you mean ${near}?`} See --help.`);
};

const parseWord = (word: string, flags: readonly Flag<unknown>[]): Word => {
  const at = word.indexOf("=");
  const name = at < 0 ? word.slice(2) : word.slice(2, at);
  const text = at < 0 ? undefined : word.slice(at + 1);
  const flag = flags.find((candidate) => candidate.name === name);
  if (flag !== undefined && flag.placeholder !== undefined) return { flag, text };
  const negated = flags.find((candidate) => candidate.placeholder === undefined && `no-${candidate.name}` === name);
  if (flag === undefined && negated === undefined) throw unknownFlag(at < 0 ? word : word.slice(0, at), flags);
  if (text !== undefined) throw new UsageError(`--${name} takes no value; write --${name} or --no-${name}.`);
  return negated === undefined || flag !== undefined
    ? { flag: flag as Flag<unknown>, text: "true" }
    : { flag: negated, text: "false" };
};

const checked = <T>(flag: Flag<T>, texts: readonly string[]): T => {
  try {
    return flag.read(texts);
  } catch (error) {
    throw new UsageError(`--${flag.name}: ${error instanceof Error ? error.message : String(error)}.`);
  }
};

/** Reads `argv` by `flags`. Throws {@link UsageError} at the first word that cannot be obeyed. */
export const parseFlags = (argv: readonly string[], flags: readonly Flag<unknown>[]): FlagValues => {
  const given = new Map<Flag<unknown>, string[]>();
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (!word.startsWith("--"))
      throw new UsageError(`unexpected argument "${word}"; every option starts with --. See --help.`);
    const { flag, text = argv[++at] } = parseWord(word, flags);
    if (text === undefined) throw new UsageError(`--${flag.name} wants a value: --${flag.name}=${flag.placeholder}.`);
    given.set(flag, flag.repeatable ? [...(given.get(flag) ?? []), text] : [text]);
  }
  for (const [flag, texts] of given) checked(flag, texts);
  return {
    get: (flag) => checked(flag, given.get(flag) ?? [flag.fallback]),
    given: (flag) => given.has(flag),
  };
};
