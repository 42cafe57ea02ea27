import { join } from "node:path";
import { gauge } from "../exposition/family.ts";
import { type Labels, labels, noLabels } from "../exposition/labels.ts";
import { fields } from "../reading/fields.ts";
import { namesIn } from "../reading/list-dir.ts";
import { localZone } from "../reading/local-zone.ts";
import { readText } from "../reading/read.ts";
import { rememberFacts } from "../reading/remember.ts";
import type { CollectorDefinition } from "./collector.ts";

const now = gauge("node_time_seconds", "The machine's clock, in seconds since 1970.");
const offset = gauge("node_time_zone_offset_seconds", "Seconds that the machine's time zone is east of UTC.");
const available = gauge("node_time_clocksource_available_info", "1 for each clock source that the kernel could use.");
const current = gauge("node_time_clocksource_current_info", "1 for the clock source that the kernel uses.");

type ClockSource = { readonly device: string; readonly available: readonly Labels[]; readonly currentPath: string };

const findClockSources = (folder: string): ClockSource[] =>
  namesIn(folder, /^clocksource\d+$/).map((name, at) => {
    const device = String(at);
    const names = new Set(fields(readText(join(folder, name, "available_clocksource"))));
    return {
      device,
      available: [...names].map((clocksource) => labels({ device, clocksource })),
      currentPath: join(folder, name, "current_clocksource"),
    };
  });

/** The machine's clock, time zone and clock sources. */
export const time: CollectorDefinition = {
  name: "time",
  help: "clock, time zone, clock sources",
  defaultEnabled: true,
  flags: [],
  create: ({ paths }) => {
    const clockSources = rememberFacts(() => findClockSources(join(paths.sysfs, "devices/system/clocksource")));
    const zone = rememberFacts(() => localZone(paths, process.env["TZ"]));
    return {
      collect: (_scrape, emit) => {
        const seconds = Date.now() / 1000;
        const here = zone()(seconds);
        emit(now, noLabels, seconds);
        emit(offset, labels({ time_zone: here.name }), here.seconds);
        for (const { device, available: all, currentPath } of clockSources()) {
          for (const label of all) emit(available, label, 1);
          emit(current, labels({ device, clocksource: readText(currentPath).trim() }), 1);
        }
      },
    };
  },
};
