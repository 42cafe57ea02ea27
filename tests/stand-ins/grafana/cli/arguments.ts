/** A command line taken apart: `--name value` and `--name=value` options, flags, and the rest. */
export interface Arguments {
  readonly option: (name: string) => string | undefined;
  readonly flag: (...names: readonly string[]) => boolean;
  readonly words: readonly string[];
}

const WITH_VALUE = ["homepath", "config", "configOverrides", "pidfile", "packaging", "user-id", "pluginsDir"];

/** Reads options with one dash or two, as the real program does. */
export function readArguments(given: readonly string[]): Arguments {
  const options = new Map<string, string>();
  const words: string[] = [];
  for (let index = 0; index < given.length; index += 1) {
    const word = given[index] ?? "";
    const [, name = "", value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === "") words.push(word);
    else if (value !== undefined || !WITH_VALUE.includes(name)) options.set(name, value ?? "true");
    else {
      index += 1;
      options.set(name, given[index] ?? "");
    }
  }
  return {
    option: (name) => options.get(name),
    flag: (...names) => names.some((name) => options.get(name) === "true"),
    words,
  };
}
