/** One line of what an exporter says: a series and its value. */
export interface ExposedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Every sample of a page, by metric name. */
export type Exposition = ReadonlyMap<string, readonly ExposedSample[]>;

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?[ \t]*$/s;
const typeLine = /^# TYPE [a-zA-Z_:][\w:]* (?:counter|gauge|histogram|summary|untyped)$/;
const labelPair = /[ \t]*([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\[\\n"])*)"[ \t]*(,|$)/y;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads Prometheus' text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format). Strict: a page with one bad line is
 * not half right.
 *
 * @throws SyntaxError that names the line
 */
export function parseExposition(page: string): Exposition {
  const samples = new Map<string, ExposedSample[]>();
  for (const [index, line] of page.split("\n").entries()) {
    if (line === "" || isComment(line, index)) continue;
    const sample = parseSample(line, index);
    const known = samples.get(sample.name);
    if (known) known.push(sample);
    else samples.set(sample.name, [sample]);
  }
  return samples;
}

/** The value of a metric's only series, or of the one with these labels; undefined where there is none. */
export function sampleValue(
  exposition: Exposition,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const wanted = Object.entries(labels);
  return exposition.get(name)?.find((sample) => wanted.every(([label, value]) => sample.labels[label] === value))
    ?.value;
}

function isComment(line: string, index: number): boolean {
  if (!line.startsWith("#")) return false;
  if (line.startsWith("# TYPE ") && !typeLine.test(line)) throw bad(index, "a TYPE that is none", line);
  return true;
}

function parseSample(line: string, index: number): ExposedSample {
  const [, name, labels, value = ""] = sampleLine.exec(line) ?? [];
  if (name === undefined) throw bad(index, "no sample", line);
  return { name, labels: labels === undefined ? {} : parseLabels(labels, index), value: parseValue(value, index) };
}

function parseLabels(text: string, index: number): Record<string, string> {
  const labels = new Map<string, string>();
  labelPair.lastIndex = 0;
  while (labelPair.lastIndex < text.length) {
    const [, name, value = ""] = labelPair.exec(text) ?? [];
    if (name === undefined) throw bad(index, "bad labels", text);
    if (labels.has(name)) throw bad(index, "a label twice", text);
    labels.set(
      name,
      value.replace(/\\(.)/g, (_escape, character: string) => (character === "n" ? "\n" : character)),
    );
  }
  return Object.fromEntries(labels);
}

function parseValue(text: string, index: number): number {
  if (decimal.test(text)) return Number(text);
  if (text === "NaN") return Number.NaN;
  if (text === "+Inf" || text === "Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  throw bad(index, "no number", text);
}

const bad = (index: number, what: string, text: string) =>
  new SyntaxError(`Line ${index + 1} has ${what}: ${text.slice(0, 120)}`);
