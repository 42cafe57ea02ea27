import { join } from "node:path";
import { gauge } from "../exposition/family.ts";
import { noLabels } from "../exposition/labels.ts";
import { fields } from "../reading/fields.ts";
import { parseDecimal } from "../reading/numbers.ts";
import { readText } from "../reading/read.ts";
import type { CollectorDefinition } from "./collector.ts";

const averages = [
  gauge("node_load1", "Tasks that run or wait to, averaged over 1 minute."),
  gauge("node_load5", "Tasks that run or wait to, averaged over 5 minutes."),
  gauge("node_load15", "Tasks that run or wait to, averaged over 15 minutes."),
];

/** The load averages from /proc/loadavg. */
export const loadavg: CollectorDefinition = {
  name: "loadavg",
  help: "load averages",
  defaultEnabled: true,
  flags: [],
  create: ({ paths }) => {
    const path = join(paths.procfs, "loadavg");
    return {
      collect: (_scrape, emit) => {
        const loads = fields(readText(path)).slice(0, 3).map(parseDecimal);
        if (loads.length < 3 || loads.some(Number.isNaN)) throw new Error(`${path} does not hold three load averages`);
        averages.forEach((family, at) => {
          emit(family, noLabels, loads[at] ?? Number.NaN);
        });
      },
    };
  },
};
