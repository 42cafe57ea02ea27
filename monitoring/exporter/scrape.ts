import type { Collector, Scrape } from "./collectors/collector.ts";
import { NoData } from "./collectors/collector.ts";
import { counter, gauge } from "./exposition/family.ts";
import { type Labels, labels } from "./exposition/labels.ts";
import { newSection, type Section } from "./exposition/section.ts";
import { readText } from "./reading/read.ts";

const durations = gauge("node_scrape_collector_duration_seconds", "Seconds that a collector took.");
const successes = gauge(
  "node_scrape_collector_success",
  "1 for a collector that succeeded, 0 for one that failed, found nothing to report or was too late.",
);
const late = counter(
  "env_manager_exporter_late_collections_total",
  "Collections that were too late and so were dropped.",
);

/** A collector and what the scraper keeps of it from one scrape to the next. */
export type Running = {
  readonly name: string;
  readonly collector: Collector;
  readonly label: Labels;
  /** The collection that is under way; a scrape that comes meanwhile waits for it instead of starting another. */
  underWay: Promise<Outcome> | undefined;
  lateCount: number;
  /** What was last written to the log, so that a lasting fault is told once. */
  lastFault: string;
};

type Outcome = { readonly section: Section; readonly fault: unknown; readonly tookSeconds: number };

/** Prepares a collector for scrapes. */
export const toRunning = (name: string, collector: Collector): Running => ({
  name,
  collector,
  label: labels({ collector: name }),
  underWay: undefined,
  lateCount: 0,
  lastFault: "",
});

const finish = (section: Section, startedAt: number, fault: unknown): Outcome => ({
  section,
  fault,
  tookSeconds: (performance.now() - startedAt) / 1000,
});

/** Runs a collector; at once where it can be, so that no promise is made for the many that never wait. */
const start = (running: Running, scrape: Scrape): Outcome | Promise<Outcome> => {
  if (running.underWay !== undefined) return running.underWay;
  const section = newSection();
  const startedAt = performance.now();
  try {
    const pending = running.collector.collect(scrape, section.emit);
    if (pending === undefined) return finish(section, startedAt, undefined);
    running.underWay = pending
      .then(
        () => finish(section, startedAt, undefined),
        (error: unknown) => finish(section, startedAt, error ?? new Error("unknown error")),
      )
      .finally(() => {
        running.underWay = undefined;
      });
    return running.underWay;
  } catch (error) {
    return finish(section, startedAt, error ?? new Error("unknown error"));
  }
};

const tooLate = Symbol("too late");

const untilDeadline = (outcome: Promise<Outcome>, deadline: number): Promise<Outcome | typeof tooLate> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(tooLate), Math.max(0, deadline - performance.now()));
    void outcome.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });

const report = (running: Running, fault: unknown, log: (line: string) => void): void => {
  const text =
    fault === undefined || fault instanceof NoData ? "" : fault instanceof Error ? fault.message : String(fault);
  if (text === running.lastFault) return;
  running.lastFault = text;
  log(text === "" ? `collector ${running.name} works again` : `collector ${running.name} failed: ${text}`);
};

/**
 * Runs collectors side by side and answers by `deadline` (milliseconds on the clock of `performance.now()`): a section for
 * each that is done, and one that says how each fared. What is late is left out and counted.
 */
export const scrapeAll = async (
  all: readonly Running[],
  deadline: number,
  log: (line: string) => void,
): Promise<readonly Section[]> => {
  const texts = new Map<string, string>();
  const sharedText = (path: string): string => {
    const text = texts.get(path) ?? readText(path);
    texts.set(path, text);
    return text;
  };
  const startedAt = performance.now();
  const started = all.map((running) => start(running, { deadline, sharedText }));
  const verdicts = newSection();
  const sections: Section[] = [];
  for (const [at, running] of all.entries()) {
    const begun = started[at];
    const outcome = begun instanceof Promise ? await untilDeadline(begun, deadline) : begun;
    if (outcome === undefined) continue;
    if (outcome === tooLate) running.lateCount += 1;
    else sections.push(outcome.section);
    const fault = outcome === tooLate ? new Error("it was too late for the scrape") : outcome.fault;
    report(running, fault, log);
    const took = outcome === tooLate ? (performance.now() - startedAt) / 1000 : outcome.tookSeconds;
    verdicts.emit(durations, running.label, took);
    verdicts.emit(successes, running.label, fault === undefined ? 1 : 0);
  }
  for (const running of all) verdicts.emit(late, running.label, running.lateCount);
  return [...sections, verdicts];
};
