import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type StartedExporter, startExporter } from "./support/exporter.ts";
import { labelNames, type ParsedFamily, parseExposition } from "./support/exposition.ts";

const onPath = (name: string): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

const nodeExporter =
  process.env["NODE_EXPORTER_BINARY"] ?? inject("native")?.nodeExporter ?? onPath("prometheus-node-exporter");

const collectors = ["cpu", "diskstats", "filesystem", "loadavg", "meminfo", "netdev", "os", "stat", "time", "uname"];

// Debian builds node_exporter with other mount points left out, so both are told.
const sameFilters = ["--collector.filesystem.mount-points-exclude=^/(dev|proc|run|sys)($|/)"];

const ownOfCollectors = /^node_(?!scrape_|exporter_)/;

/** What differs on purpose, and why. */
const oursOnly: readonly (readonly [name: RegExp, reason: string])[] = [
  [
    /^node_memory_/,
    "node_exporter 1.9 knows a list of fields; we report every field that the kernel has, under the same rule",
  ],
];

// It reads all of a disk's queue settings and says 0 when any of them is one it does not know, as with newer kernels.
const withoutItsFault = (series: string): string =>
  series.startsWith("node_disk_info{") ? series.replace(/rotational="[01]"/, 'rotational="?"') : series;

const seriesOf = (family: ParsedFamily | undefined): string[] =>
  [...(family?.series.keys() ?? [])].map(withoutItsFault).sort();

/** Gauges that come and go from one moment to the next; that they are there is all that can be compared. */
const fleeting = /^node_(procs_|disk_io_now|time_seconds|load)/;

const families = (page: string): Map<string, ParsedFamily> =>
  new Map([...parseExposition(page)].filter(([name]) => ownOfCollectors.test(name)));

const within = (value: number, first: number, second: number, slack: number): boolean =>
  value >= Math.min(first, second) - slack && value <= Math.max(first, second) + slack;

/** Room for what happens between two looks at a gauge: a twentieth, and for sizes 64 MiB. */
const gaugeSlack = (name: string, value: number): number =>
  Math.abs(value) / 20 + (name.endsWith("_bytes") ? 64 * 1024 * 1024 : 0);

// 0.011 s covers node_exporter's rounding to a tick; counters of ours are read between its two.
const slackOf = (name: string, family: ParsedFamily, value: number): number =>
  family.type === "counter" ? 0.011 + Math.abs(value) * 1e-9 : gaugeSlack(name, value);

type Page = ReadonlyMap<string, ParsedFamily>;

const differences = (before: Page, ours: Page, after: Page): string[] =>
  [...ours].flatMap(([name, family]) => {
    if (fleeting.test(name)) return [];
    return [...family.series].flatMap(([key, value]) => {
      const first = before.get(name)?.series.get(key);
      const second = after.get(name)?.series.get(key);
      if (first === undefined || second === undefined) return [];
      return within(value, first, second, slackOf(name, family, first))
        ? []
        : [`${key}: ${first} ≤ ${value} ≤ ${second}`];
    });
  });

describe.skipIf(nodeExporter === undefined)("beside a real node_exporter 1.9 on the same machine", () => {
  let theirs: StartedExporter;
  let ours: StartedExporter;

  beforeAll(async () => {
    const enabled = [
      "--collector.disable-defaults",
      ...collectors.map((name) => `--collector.${name}`),
      ...sameFilters,
    ];
    theirs = await startExporter(nodeExporter ?? "", ...enabled);
    ours = await startExporter(process.execPath, "monitoring/exporter/main.ts", ...enabled);
  });
  afterAll(async () => {
    await Promise.all([theirs?.stop(), ours?.stop()]);
  });

  test("every family of its has the same name, type and labels here, and a help text", async () => {
    const [real, mine] = [families(await theirs.scrape()), families(await ours.scrape())];
    expect([...real.keys()].filter((name) => !mine.has(name))).toEqual([]);
    for (const [name, family] of real) {
      const own = mine.get(name);
      expect.soft({ name, type: own?.type, hasHelp: own?.hasHelp }).toEqual({ name, type: family.type, hasHelp: true });
      expect.soft({ name, labels: own && labelNames(own) }).toEqual({ name, labels: labelNames(family) });
    }
  });

  test("families of ours that it lacks are those we know the reason of", async () => {
    const [real, mine] = [families(await theirs.scrape()), families(await ours.scrape())];
    const unexplained = [...mine.keys()].filter(
      (name) => !real.has(name) && !oursOnly.some(([known]) => known.test(name)),
    );
    expect(unexplained).toEqual([]);
  });

  test("the same series are there, neither more nor fewer", async () => {
    const [real, mine] = [families(await theirs.scrape()), families(await ours.scrape())];
    for (const [name, family] of real) {
      expect.soft(seriesOf(mine.get(name))).toEqual(seriesOf(family));
    }
  });

  test("values lie between what it says just before and just after", { retry: 5 }, async () => {
    const before = families(await theirs.scrape());
    const mine = families(await ours.scrape());
    const after = families(await theirs.scrape());
    expect(differences(before, mine, after)).toEqual([]);
  });

  test("both say of the same collectors that they succeeded", async () => {
    const verdicts = (page: string) =>
      [...(parseExposition(page).get("node_scrape_collector_success")?.series ?? [])]
        .filter(([key]) => collectors.some((name) => key.includes(`"${name}"`)))
        .sort();
    expect(verdicts(await ours.scrape())).toEqual(verdicts(await theirs.scrape()));
  });
});

if (nodeExporter === undefined) {
  test("no node_exporter to compare with", ({ skip }) => {
    skip("set NODE_EXPORTER_BINARY, or put prometheus-node-exporter on PATH");
  });
}
