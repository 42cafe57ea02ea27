import type { Key } from "ink";

/** A key that a screen listens to. The footer, the help and the handler all read the same list. */
export interface Binding<Command extends string> {
  /** By the names of `keyName`; any of them. */
  readonly keys: readonly string[];
  readonly command: Command;
  /** Beside the key in the footer; in the help only where absent. */
  readonly label?: string;
  /** Left out of a footer that is too narrow; the higher, the earlier. */
  readonly minor?: number;
  readonly help: string;
}

const special: readonly (readonly [name: string, is: (key: Key) => boolean])[] = [
  ["up", (key) => key.upArrow],
  ["down", (key) => key.downArrow],
  ["page-up", (key) => key.pageUp],
  ["page-down", (key) => key.pageDown],
  ["home", (key) => key.home],
  ["end", (key) => key.end],
  ["enter", (key) => key.return],
  ["escape", (key) => key.escape],
  ["backspace", (key) => key.backspace || key.delete],
];

/**
 * What was pressed, one name a key: `up`, `ctrl-c`, `G`. More than one where keys came faster than they were read, or where
 * a terminal says alt for an escape that another key followed at once.
 */
export function keyNames(input: string, key: Key): readonly string[] {
  const named = special.find(([, is]) => is(key))?.[0];
  const names = named === undefined ? characterNames(input, key.ctrl) : [named];
  return key.meta ? ["escape", ...names] : names;
}

const controls: Readonly<Record<string, string>> = { " ": "space", "\r": "enter", "\n": "enter" };

const characterNames = (input: string, ctrl: boolean): readonly string[] =>
  ctrl ? [`ctrl-${input}`] : Array.from(input, (character) => controls[character] ?? character);

const shownNames: Readonly<Record<string, string>> = { escape: "esc", "page-up": "PgUp", "page-down": "PgDn" };

/** A key's name as people read it. */
export const shownKey = (name: string): string => shownNames[name] ?? name;

export const commandOf = <Command extends string>(
  bindings: readonly Binding<Command>[],
  name: string,
): Command | undefined => bindings.find(({ keys }) => keys.includes(name))?.command;

/** The labels that fit side by side into the width, in the list's order; minor ones are left out first. */
export function fittingLabels<Command extends string>(
  bindings: readonly Binding<Command>[],
  width: number,
): readonly { readonly key: string; readonly label: string }[] {
  const labelled = bindings.flatMap(({ keys: [key = ""], label, minor = 0 }) =>
    label === undefined ? [] : [{ key: shownKey(key), label, minor }],
  );
  let room = width + 2;
  const fitting = new Set(
    labelled
      .toSorted((a, b) => a.minor - b.minor)
      .filter(({ key, label }) => {
        room -= key.length + 1 + label.length + 2;
        return room >= 0;
      }),
  );
  return labelled.filter((one) => fitting.has(one));
}
