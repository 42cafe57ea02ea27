import { join } from "node:path";
import { counter, type Family } from "../exposition/family.ts";
import { type Labels, labels } from "../exposition/labels.ts";
import type { Emit } from "../exposition/section.ts";
import { namesIn } from "../reading/list-dir.ts";
import { parseCount } from "../reading/numbers.ts";
import { readValue } from "../reading/read.ts";

const core = counter("node_cpu_core_throttles_total", "How often a core was slowed because it was too hot.");
const packages = counter(
  "node_cpu_package_throttles_total",
  "How often a CPU package was slowed because it was too hot.",
);

type Source = { readonly family: Family; readonly labels: Labels; readonly path: string };

const readCount = (path: string): number => parseCount(readValue(path));

/** The counters there are: of a core's threads and of a package's cores the first that has one speaks for all. */
const findSources = (sysfs: string): Source[] => {
  const folder = join(sysfs, "devices/system/cpu");
  const sources = new Map<string, Source>();
  for (const cpu of namesIn(folder, /^cpu\d+$/)) {
    const packageId = readCount(join(folder, cpu, "topology/physical_package_id"));
    const coreId = readCount(join(folder, cpu, "topology/core_id"));
    if (Number.isNaN(packageId) || Number.isNaN(coreId)) continue;
    const candidates: [string, Source][] = [
      [
        `core ${packageId} ${coreId}`,
        {
          family: core,
          labels: labels({ package: String(packageId), core: String(coreId) }),
          path: join(folder, cpu, "thermal_throttle/core_throttle_count"),
        },
      ],
      [
        `package ${packageId}`,
        {
          family: packages,
          labels: labels({ package: String(packageId) }),
          path: join(folder, cpu, "thermal_throttle/package_throttle_count"),
        },
      ],
    ];
    for (const [key, source] of candidates) {
      if (!sources.has(key) && !Number.isNaN(readCount(source.path))) sources.set(key, source);
    }
  }
  return [...sources.values()];
};

/** Emits the thermal throttle counters of Intel CPUs. Where they lie is found anew only when the set of CPUs changes. */
export const throttlesEmitter = (sysfs: string) => {
  let cpuCount = -1;
  let sources: Source[] = [];
  return (cpusNow: number, emit: Emit): void => {
    if (cpusNow !== cpuCount) {
      sources = findSources(sysfs);
      cpuCount = cpusNow;
    }
    for (const source of sources) {
      const value = readCount(source.path);
      if (!Number.isNaN(value)) emit(source.family, source.labels, value);
    }
  };
};
