import { join } from "node:path";
import { type Family, gauge } from "../exposition/family.ts";
import { noLabels } from "../exposition/labels.ts";
import { parseCount } from "../reading/numbers.ts";
import { readText } from "../reading/read.ts";
import type { CollectorDefinition } from "./collector.ts";

/** One line of /proc/meminfo; `bytes` tells sizes from counts such as `HugePages_Total`. */
export type MemoryField = { readonly key: string; readonly bytes: boolean; readonly value: number };

const line = /^([A-Za-z]\w*(?:\(\w+\))?):\s+(\d+)(?: (kB))?$/;

/** The fields of a /proc/meminfo, each once, in bytes or as counts. Lines that do not look like one are passed over. */
export const parseMeminfo = (text: string): MemoryField[] => {
  const found = new Map<string, MemoryField>();
  for (const row of text.split("\n")) {
    const [, key, amount, unit] = line.exec(row) ?? [];
    if (key === undefined) continue;
    found.set(key, { key, bytes: unit !== undefined, value: parseCount(amount) * (unit === undefined ? 1 : 1024) });
  }
  return [...found.values()];
};

const familyOf = ({ key, bytes }: MemoryField): Family => {
  const name = key.replace("(", "_").replace(")", "");
  return gauge(
    `node_memory_${name}${bytes ? "_bytes" : ""}`,
    `The field ${key} of /proc/meminfo, ${bytes ? "in bytes" : "a count"}.`,
  );
};

/** All of /proc/meminfo, a family a field. */
export const meminfo: CollectorDefinition = {
  name: "meminfo",
  help: "memory",
  defaultEnabled: true,
  flags: [],
  create: ({ paths }) => {
    const path = join(paths.procfs, "meminfo");
    const families = new Map<string, Family>();
    return {
      collect: (_scrape, emit) => {
        const found = parseMeminfo(readText(path));
        if (found.length === 0) throw new Error(`${path} has no field that can be read`);
        for (const field of found) {
          const name = `${field.key} ${field.bytes}`;
          const family = families.get(name) ?? familyOf(field);
          families.set(name, family);
          emit(family, noLabels, field.value);
        }
      },
    };
  },
};
