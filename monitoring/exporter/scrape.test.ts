import { expect, test } from "vitest";
import { type Collector, NoData } from "./collectors/collector.ts";
import { gauge } from "./exposition/family.ts";
import { noLabels } from "./exposition/labels.ts";
import { renderPage } from "./exposition/page.ts";
import { scrapeAll, toRunning } from "./scrape.ts";

const emits = (name: string, then?: () => void | Promise<void>): Collector => ({
  collect: (_scrape, emit) => {
    emit(gauge(`test_${name}`, "A test."), noLabels, 1);
    return then?.();
  },
});

const throws = (error: Error) => (): void => {
  throw error;
};

const scrape = async (collectors: Readonly<Record<string, Collector>>, waitMs = 1000) => {
  const log: string[] = [];
  const running = Object.entries(collectors).map(([name, collector]) => toRunning(name, collector));
  const again = async (): Promise<string> =>
    renderPage(await scrapeAll(running, performance.now() + waitMs, (line) => log.push(line)), "text");
  return { page: await again(), again, log };
};

test("a collector that fails hides no other, and what it had emitted counts", async () => {
  const { page, log } = await scrape({
    bad: emits("bad", throws(new Error("broken"))),
    worse: emits("worse", () => Promise.reject(new Error("broken later"))),
    good: emits("good"),
  });
  expect(page).toContain("test_bad 1\n");
  expect(page).toContain("test_good 1\n");
  expect(page).toContain('success{collector="bad"} 0');
  expect(page).toContain('success{collector="worse"} 0');
  expect(page).toContain('success{collector="good"} 1');
  expect(log).toEqual(["collector bad failed: broken", "collector worse failed: broken later"]);
});

test("a collector that finds nothing is no fault to log", async () => {
  const { page, log } = await scrape({ empty: emits("empty", throws(new NoData("nothing here"))) });
  expect(page).toContain('success{collector="empty"} 0');
  expect(log).toEqual([]);
});

test("a lasting fault is logged once, and its end", async () => {
  let fault: Error | undefined = new Error("broken");
  const { again, log } = await scrape({
    flaky: emits("flaky", () => {
      if (fault !== undefined) throw fault;
    }),
  });
  await again();
  fault = undefined;
  await again();
  expect(log).toEqual(["collector flaky failed: broken", "collector flaky works again"]);
});

test("what is late is left out, counted and reported, and the rest is on time", async () => {
  const { page } = await scrape({ slow: emits("slow", () => new Promise(() => {})), good: emits("good") }, 30);
  expect(page).not.toContain("test_slow");
  expect(page).toContain("test_good 1\n");
  expect(page).toContain('success{collector="slow"} 0');
  expect(page).toContain('env_manager_exporter_late_collections_total{collector="slow"} 1');
  expect(page).toContain('env_manager_exporter_late_collections_total{collector="good"} 0');
});

test("a scrape that comes while a collection is under way waits for it and starts no other", async () => {
  let started = 0;
  let release = (): void => {};
  const collector: Collector = {
    collect: () => {
      started += 1;
      return new Promise((resolve) => {
        release = resolve;
      });
    },
  };
  const running = [toRunning("slow", collector)];
  const deadline = performance.now() + 5000;
  const both = [scrapeAll(running, deadline, () => {}), scrapeAll(running, deadline, () => {})];
  release();
  await Promise.all(both);
  expect(started).toBe(1);
});

test("a file that several collectors share is read once a scrape", async () => {
  const { page } = await scrape({
    one: { collect: (context) => void context.sharedText("/proc/self/stat") },
    two: { collect: (context) => void context.sharedText("/proc/self/stat") },
    none: { collect: (context) => void context.sharedText("/does/not/exist") },
  });
  expect(page).toContain('success{collector="two"} 1');
  expect(page).toContain('success{collector="none"} 0');
});
