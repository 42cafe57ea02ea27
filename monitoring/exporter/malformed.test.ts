import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseOptions } from "./options.ts";
import { hostTree, scrapeTree } from "./testing/scrape-tree.ts";

const files = [
  "proc/stat",
  "proc/loadavg",
  "proc/meminfo",
  "proc/diskstats",
  "proc/1/net/dev",
  "proc/1/mountinfo",
  "proc/sys/kernel/hostname",
  "sys/devices/system/cpu/online",
  "sys/devices/system/cpu/isolated",
  "sys/devices/system/clocksource/clocksource0/available_clocksource",
  "root/etc/os-release",
  "root/etc/hostname",
  "root/etc/localtime",
  "root/run/udev/data/b8:0",
];

const wellFormed =
  /^(# (HELP|TYPE) [a-zA-Z_:][\w:]* .+|[a-zA-Z_:][\w:]*(\{([a-z_]+="([^"\\\n]|\\[\\"n])*",?)*\})? (NaN|[+-]Inf|-?\d\S*))$/;

/** The file's own bytes with a piece cut out, put in or changed, said twice, or nothing of them at all. */
const damaged = (original: Buffer): fc.Arbitrary<Buffer> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.nat(original.length).map((length) => original.subarray(0, length)),
    fc
      .tuple(
        fc.nat(original.length),
        fc.nat(40),
        fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.string({ maxLength: 20 })),
      )
      .map(([at, cut, put]) =>
        Buffer.concat([original.subarray(0, at), Buffer.from(put as string), original.subarray(at + cut)]),
      ),
  );

describe("damaged files", { timeout: 60_000 }, () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "exporter-malformed-"));
    cpSync(hostTree, root, { recursive: true });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const names = parseOptions([]).enabled.map(({ name }) => name);

  test.each(files)("%s may hold anything: the page stays well formed and every collector reports", async (file) => {
    const original = readFileSync(join(hostTree, file));
    await fc.assert(
      fc.asyncProperty(damaged(original), async (content) => {
        writeFileSync(join(root, file), content);
        const { page } = await scrapeTree(root);
        for (const line of page.trimEnd().split("\n")) expect(line).toMatch(wellFormed);
        const verdicts = [...page.matchAll(/^node_scrape_collector_success\{collector="(\w+)"\} [01]$/gm)];
        expect(verdicts.map(([, name]) => name)).toEqual(names);
        const series = page
          .split("\n")
          .filter((line) => !line.startsWith("#"))
          .map((line) => line.replace(/ [^ ]*$/, ""));
        expect(series.length).toBe(new Set(series).size);
      }),
      { numRuns: 25 },
    );
    writeFileSync(join(root, file), original);
  });

  test.each(files)("%s may be missing, and no other collector suffers", async (file) => {
    rmSync(join(root, file));
    const { page } = await scrapeTree(root);
    const failed = [...page.matchAll(/^node_scrape_collector_success\{collector="(\w+)"\} 0$/gm)].map(
      ([, name]) => name,
    );
    writeFileSync(join(root, file), readFileSync(join(hostTree, file)));
    const expected: Record<string, string[]> = {
      "proc/stat": ["cpu", "stat"],
      "proc/loadavg": ["loadavg"],
      "proc/meminfo": ["meminfo"],
      "proc/diskstats": ["diskstats"],
      "proc/1/net/dev": ["netdev"],
      "proc/1/mountinfo": ["filesystem"],
      "root/etc/os-release": ["os"],
      "sys/devices/system/clocksource/clocksource0/available_clocksource": ["time"],
    };
    expect(failed).toEqual(expected[file] ?? []);
  });
});
