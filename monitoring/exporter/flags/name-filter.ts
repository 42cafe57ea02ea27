import type { Flag } from "./flag.ts";
import { patternFlag } from "./flag.ts";
import type { FlagValues } from "./parse.ts";
import { UsageError } from "./usage-error.ts";

/** Decides which devices, mount points or file system types are reported. */
export type NameFilter = (name: string) => boolean;

/** A pair of flags, `--PREFIX-exclude` and `--PREFIX-include`, of which one may be given. */
export type FilterFlags = { readonly exclude: Flag<RegExp | undefined>; readonly include: Flag<RegExp | undefined> };

/** The two flags for `what`, with the exclusion that holds unless either is given. */
export const filterFlags = (prefix: string, what: string, excluded: string): FilterFlags => ({
  exclude: patternFlag(`${prefix}-exclude`, excluded, `Leave out ${what} that match.`),
  include: patternFlag(`${prefix}-include`, "", `Report only ${what} that match; not together with -exclude.`),
});

// Verdicts are kept, since the same names come with every scrape; the bound holds where names come and go for ever.
const mostKept = 4096;

/** The filter that the flags ask for. Throws {@link UsageError} when both of a pair are given. */
export const nameFilter = (flags: FilterFlags, values: FlagValues): NameFilter => {
  const include = values.get(flags.include);
  const exclude = include === undefined || values.given(flags.exclude) ? values.get(flags.exclude) : undefined;
  if (include !== undefined && exclude !== undefined) {
    throw new UsageError(`give --${flags.exclude.name} or --${flags.include.name}, not both.`);
  }
  const kept = new Map<string, boolean>();
  return (name) => {
    let verdict = kept.get(name);
    if (verdict === undefined) {
      verdict = exclude?.test(name) !== true && include?.test(name) !== false;
      if (kept.size >= mostKept) kept.clear();
      kept.set(name, verdict);
    }
    return verdict;
  };
};
