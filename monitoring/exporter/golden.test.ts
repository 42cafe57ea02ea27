import { join } from "node:path";
import { expect, test } from "vitest";
import { hostTree, scrapeTree } from "./testing/scrape-tree.ts";

/** Puts N for what differs from run to run: times, and the room on the file system that the tree itself lies on. */
const masked = (page: string): string =>
  page
    .replace(
      /^(node_scrape_collector_duration_seconds\{.*\}|node_time_seconds|nvidia_gpu_collector_\w+_seconds) .*$/gm,
      "$1 N",
    )
    .replace(/^node_time_zone_offset_seconds\{.*$/gm, 'node_time_zone_offset_seconds{time_zone="CET or CEST"} N')
    .replace(/^(node_filesystem_(?:size_bytes|free_bytes|avail_bytes|files|files_free)\{.*\}) .*$/gm, "$1 N");

test("a made-up machine makes the page that was looked over", async () => {
  const { page, log } = await scrapeTree(hostTree);
  await expect(masked(page)).toMatchFileSnapshot(join(hostTree, "../host.prom"));
  expect(log).toEqual([]);
});

test("each family is announced once and before its samples", async () => {
  const { page } = await scrapeTree(hostTree);
  const announced = new Set<string>();
  let current = "";
  for (const line of page.trimEnd().split("\n")) {
    const [, keyword, name = ""] = /^# (HELP|TYPE) (\S+) \S/.exec(line) ?? [];
    if (keyword === "HELP") {
      expect(announced).not.toContain(name);
      announced.add(name);
    }
    if (keyword === undefined) expect(line.startsWith(`${current}{`) || line.startsWith(`${current} `)).toBe(true);
    else current = name;
  }
});
