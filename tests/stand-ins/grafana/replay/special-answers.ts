import { isObject, type Json, type JsonObject, textAt } from "../json.ts";

/** Reduces a recorded and a live answer to what can be compared, where that is not the whole of them. */
export interface SpecialAnswer {
  readonly why: string;
  readonly reduce: (recorded: Json, live: Json) => readonly [recorded: Json, live: Json];
}

const byUid = (a: JsonObject, b: JsonObject): number => (textAt(a, "uid") < textAt(b, "uid") ? -1 : 1);

const hits: SpecialAnswer = {
  why: "hits with one title come in no particular order",
  reduce: (recorded, live) => {
    const kindsAndTitles = (value: Json): Json =>
      Array.isArray(value) ? value.filter(isObject).map((hit) => [textAt(hit, "type"), textAt(hit, "title")]) : value;
    const sorted = (value: Json): Json => (Array.isArray(value) ? value.filter(isObject).toSorted(byUid) : value);
    return [
      [kindsAndTitles(recorded), sorted(recorded)],
      [kindsAndTitles(live), sorted(live)],
    ];
  },
};

/** By the name of the exchange. */
export const SPECIAL_ANSWERS: Readonly<Record<string, SpecialAnswer>> = {
  search: hits,
  "search-by-token": hits,
  "admin-settings-security": {
    why: "only six of the sections were written down",
    reduce: (recorded, live) => {
      if (!isObject(recorded) || !isObject(live)) return [recorded, live];
      const sections = Object.keys(recorded);
      return [recorded, Object.fromEntries(Object.entries(live).filter(([section]) => sections.includes(section)))];
    },
  },
  plugins: {
    why: "only the first two of about fifty plugins were written down",
    reduce: (recorded, live) => {
      if (!Array.isArray(recorded) || !Array.isArray(live)) return [recorded, live];
      const ids = recorded.filter(isObject).map((plugin) => textAt(plugin, "id"));
      return [recorded, live.filter(isObject).filter((plugin) => ids.includes(textAt(plugin, "id")))];
    },
  },
  "metrics-head": {
    why: "figures differ, help texts are prose, and the recording ends in the middle of a line: what is left are the families",
    reduce: (recorded, live) => {
      const wanted = families(String(recorded));
      const served = families(String(live));
      return [wanted, served.filter((family) => wanted.includes(family))];
    },
  },
};

// Whole lines only.
function families(page: string): string[] {
  return page
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.startsWith("# TYPE "));
}
