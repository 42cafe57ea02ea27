/** A metric family as the exposition formats know it: one name, one type, one help text, many samples. */
export type Family = {
  readonly name: string;
  readonly type: "counter" | "gauge";
  /** One plain sentence with the unit; no newline, backslash or quote, so that it is the same in every format. */
  readonly help: string;
};

/** A family whose samples only ever grow; `name` ends in `_total`, as OpenMetrics demands. */
export const counter = (name: `${string}_total`, help: string): Family => ({ name, type: "counter", help });

/** A family whose samples go up and down. */
export const gauge = (name: string, help: string): Family => ({ name, type: "gauge", help });
