import type { Family } from "./family.ts";
import type { Labels } from "./labels.ts";

/** Writes one sample. Samples of several families may be mixed: each family's are kept together. */
export type Emit = (family: Family, labels: Labels, value: number) => void;

/** What one collector had to say in one scrape: its families, each with its samples as text. */
export type Section = { readonly emit: Emit; readonly bodies: ReadonlyMap<Family, string> };

/** A number as the exposition formats spell it. */
export const formatValue = (value: number): string => {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
};

/** An empty section; `emit` fills it. */
export const newSection = (): Section => {
  const bodies = new Map<Family, string>();
  const emit: Emit = (family, labels, value) => {
    const sample =
      labels === "" ? `${family.name} ${formatValue(value)}\n` : `${family.name}{${labels}} ${formatValue(value)}\n`;
    const body = bodies.get(family);
    bodies.set(family, body === undefined ? sample : body + sample);
  };
  return { emit, bodies };
};
