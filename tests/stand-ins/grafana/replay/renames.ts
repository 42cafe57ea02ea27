import { isObject, type Json } from "../json.ts";
import { UID_KEYS, UID_SHAPES } from "./free-values.ts";

/** Generated uids of the recording, and what this run has in their place; one stands for one. */
export interface Renames {
  readonly learn: (recorded: Json, live: unknown) => void;
  /** Texts of the recording as this run would have them. */
  readonly apply: (recorded: Json) => Json;
  readonly inText: (text: string) => string;
}

export function renames(fixed: Readonly<Record<string, string>>): Renames {
  const known = new Map(Object.entries(fixed));
  const inText = (text: string): string => {
    let renamed = text;
    for (const [recorded, live] of known) renamed = renamed.replaceAll(recorded, live);
    return renamed;
  };
  const apply = (value: Json): Json => {
    if (typeof value === "string") return inText(value);
    if (Array.isArray(value)) return value.map(apply);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, item === undefined ? item : apply(item)]),
    );
  };
  const learn = (recorded: Json, live: unknown): void => {
    if (Array.isArray(recorded) && Array.isArray(live))
      for (const [index, item] of recorded.entries()) learn(item, live[index]);
    if (!isObject(recorded) || !isObject(live)) return;
    for (const [key, item] of Object.entries(recorded)) {
      const other = live[key];
      if (UID_KEYS.includes(key) && typeof item === "string" && typeof other === "string") note(item, other);
      else if (item !== undefined) learn(item, other);
    }
  };
  const note = (recorded: string, live: string): void => {
    if (recorded === live || known.has(recorded) || [...known.values()].includes(live)) return;
    const shape = UID_SHAPES.find((pattern) => pattern.test(recorded));
    if (shape?.test(live) === true) known.set(recorded, live);
  };
  return { learn, apply, inText };
}
