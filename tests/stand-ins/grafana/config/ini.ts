/** Section name to key to value, in the order of the file; keys before the first section are in `DEFAULT`. */
export type Ini = Map<string, Map<string, string>>;

export const ROOT_SECTION = "DEFAULT";

/** Reads the ini dialect Grafana's configuration is written in; later keys win. */
export function parseIni(text: string): Ini {
  const ini: Ini = new Map([[ROOT_SECTION, new Map()]]);
  let section = ROOT_SECTION;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      section = header.trim();
      if (!ini.has(section)) ini.set(section, new Map());
      continue;
    }
    const equals = line.indexOf("=");
    if (equals < 0) throw new Error(`key-value delimiter not found: ${line}`);
    setValue(ini, section, line.slice(0, equals).trim(), unquoted(line.slice(equals + 1).trim()));
  }
  return ini;
}

export function setValue(ini: Ini, section: string, key: string, value: string): void {
  const keys = ini.get(section) ?? new Map<string, string>();
  keys.set(key, value);
  ini.set(section, keys);
}

function unquoted(value: string): string {
  for (const quote of ['"""', '"', "'", "`"]) {
    if (value.length >= 2 * quote.length && value.startsWith(quote) && value.endsWith(quote)) {
      return value.slice(quote.length, value.length - quote.length);
    }
  }
  return value;
}
