import { join } from "node:path";
import { type Labels, labels } from "../exposition/labels.ts";
import { filterFlags, nameFilter } from "../flags/name-filter.ts";
import { fields } from "../reading/fields.ts";
import { parseCount } from "../reading/numbers.ts";
import { readText } from "../reading/read.ts";
import { rememberFacts } from "../reading/remember.ts";
import type { CollectorDefinition } from "./collector.ts";
import { diskFacts, type Fact } from "./disk-facts.ts";
import { diskColumns } from "./disk-families.ts";

/** A line of /proc/diskstats; `values` are the columns after the name, as many as the kernel has. */
export type DiskLine = {
  readonly major: string;
  readonly minor: string;
  readonly device: string;
  readonly values: readonly number[];
};

/** The disks of a /proc/diskstats, each once, and how many lines could not be read. */
export const parseDiskstats = (text: string): { readonly disks: DiskLine[]; readonly malformed: number } => {
  const disks = new Map<string, DiskLine>();
  let malformed = 0;
  for (const line of text.split("\n")) {
    const [major = "", minor = "", device = "", ...columns] = fields(line);
    if (major === "") continue;
    const values = columns.slice(0, diskColumns.length).map(parseCount);
    // Kernels before 2.6.25 show partitions with four columns only, which is no fault and no use.
    if (values.length < 11) continue;
    if (Number.isNaN(parseCount(major) + parseCount(minor)) || values.some(Number.isNaN)) malformed++;
    else disks.set(device, { major, minor, device, values });
  }
  return { disks: [...disks.values()], malformed };
};

const filter = filterFlags(
  "collector.diskstats.device",
  "disks",
  "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$",
);

/** A disk as it was first seen; a new one in its place has other numbers or another name. */
type Known = { readonly label: Labels; readonly facts: () => readonly Fact[] };

/** The counters of /proc/diskstats, with facts of each disk from udev's database. */
export const diskstats: CollectorDefinition = {
  name: "diskstats",
  help: "disk reads, writes and times",
  defaultEnabled: true,
  flags: [filter.exclude, filter.include],
  create: ({ paths, flags }) => {
    const path = join(paths.procfs, "diskstats");
    const isReported = nameFilter(filter, flags);
    let known: ReadonlyMap<string, Known> = new Map();
    const meet = ({ major, minor, device }: DiskLine): Known => ({
      label: labels({ device }),
      facts: rememberFacts(() => diskFacts(paths, major, minor, device)),
    });
    return {
      collect: (_scrape, emit) => {
        const { disks, malformed } = parseDiskstats(readText(path));
        const present = new Map<string, Known>();
        for (const disk of disks) {
          if (!isReported(disk.device)) continue;
          const identity = `${disk.major}:${disk.minor} ${disk.device}`;
          const { label, facts } = known.get(identity) ?? meet(disk);
          present.set(identity, { label, facts });
          disk.values.forEach((value, at) => {
            const column = diskColumns[at];
            if (column !== undefined) emit(column.family, label, value * column.unit);
          });
          for (const fact of facts()) emit(fact.family, fact.labels, fact.value);
        }
        known = present;
        if (malformed > 0) throw new Error(`${path} has ${malformed} lines that cannot be read`);
      },
    };
  },
};
