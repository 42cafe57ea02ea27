/** How text may look where it goes. */
export interface Look {
  /** Colours and other ANSI styles may be used. */
  readonly colour: boolean;
  /** Characters outside ASCII may be used. */
  readonly unicode: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The look for a stream: colour only on a terminal that is not `TERM=dumb`, unless NO_COLOR (https://no-color.org: any
 * value but the empty one) or `--no-color` says no.
 */
export function lookFor(stream: { readonly isTTY?: boolean }, env: Environment, noColour = false): Look {
  const dumb = env["TERM"] === "dumb";
  return {
    colour: stream.isTTY === true && !noColour && !env["NO_COLOR"] && !dumb,
    unicode: isUtf8(env),
  };
}

/** POSIX: the first of the three that is set and not empty decides. The Linux console's font lacks our glyphs. */
function isUtf8(env: Environment): boolean {
  if (env["TERM"] === "linux") return false;
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return /utf-?8/i.test(locale);
}
