/** A family read back from Prometheus' text format. Series are keyed by their labels, sorted, so that order does not matter. */
export interface ParsedFamily {
  readonly type: string;
  readonly hasHelp: boolean;
  readonly series: ReadonlyMap<string, number>;
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const labelPair = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

const seriesKey = (labels: string | undefined): string =>
  [...(labels ?? "").matchAll(labelPair)]
    .map(([pair]) => pair)
    .sort()
    .join(",");

/** Reads a page of text format 0.0.4 whose families are not split. Throws at a sample of a family that was not announced. */
export function parseExposition(page: string): ReadonlyMap<string, ParsedFamily> {
  const families = new Map<string, { type: string; hasHelp: boolean; series: Map<string, number> }>();
  const family = (name: string) => {
    const known = families.get(name) ?? { type: "untyped", hasHelp: false, series: new Map<string, number>() };
    families.set(name, known);
    return known;
  };
  for (const line of page.split("\n")) {
    const [, keyword, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === "HELP") family(name).hasHelp = true;
    else if (keyword === "TYPE") family(name).type = rest;
    else if (line !== "" && !line.startsWith("#")) {
      const [, sample = "", labels, value] = sampleLine.exec(line) ?? [];
      const base = families.get(sample) ?? families.get(sample.replace(/_(sum|count|bucket)$/, ""));
      if (base === undefined) throw new Error(`a sample without a family: ${line}`);
      base.series.set(`${sample}{${seriesKey(labels)}}`, Number(value));
    }
  }
  return families;
}

/** The names of the labels that a family's series carry. */
export function labelNames(family: ParsedFamily): readonly string[] {
  const names = [...family.series.keys()].flatMap((key) => [...key.matchAll(labelPair)].map(([, name = ""]) => name));
  return [...new Set(names)].sort();
}
