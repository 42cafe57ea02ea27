import { readdirSync, statSync } from "node:fs";
import { counter, gauge } from "./exposition/family.ts";
import { labels, noLabels } from "./exposition/labels.ts";
import { newSection, type Section } from "./exposition/section.ts";
import { version } from "./version.ts";

const cpuSeconds = counter("process_cpu_seconds_total", "Seconds of CPU time that the exporter used.");
const resident = gauge("process_resident_memory_bytes", "Bytes of memory that the exporter holds.");
const startTime = gauge("process_start_time_seconds", "When the exporter started, in seconds since 1970.");
const openFiles = gauge("process_open_fds", "Files and sockets that the exporter has open.");
const lag = gauge(
  "nodejs_eventloop_lag_seconds",
  "Seconds that the last scrape kept the event loop of the exporter from turning.",
);
const scrapes = counter("env_manager_exporter_scrapes_total", "Scrapes that the exporter answered, this one included.");
const build = gauge("env_manager_exporter_build_info", "1, labelled by the version of the exporter.");

const versionLabel = labels({ version });

// Since Linux 6.2 the folder's size is the number of its entries; before, it is 0 and they must be counted.
const countOpenFiles = (): number | undefined => {
  try {
    return statSync("/proc/self/fd").size || readdirSync("/proc/self/fd").length - 1; // Reading it opens one more.
  } catch {
    return undefined;
  }
};

/** Metrics of the exporter's own process. `scraped` is called once a scrape. */
export const createOwnMetrics = () => {
  const startedAt = Math.round(Date.now() - process.uptime() * 1000) / 1000;
  let scrapeCount = 0;
  let lagSeconds = 0;
  return {
    /** Notes that a scrape begins, and how long it is until the event loop turns again. */
    scraped: (): void => {
      scrapeCount += 1;
      const from = performance.now();
      setImmediate(() => {
        lagSeconds = (performance.now() - from) / 1000;
      });
    },
    section: (): Section => {
      const section = newSection();
      const { user, system } = process.cpuUsage();
      section.emit(cpuSeconds, noLabels, (user + system) / 1e6);
      section.emit(resident, noLabels, process.memoryUsage.rss());
      section.emit(startTime, noLabels, startedAt);
      const files = countOpenFiles();
      if (files !== undefined) section.emit(openFiles, noLabels, files);
      section.emit(lag, noLabels, lagSeconds);
      section.emit(scrapes, noLabels, scrapeCount);
      section.emit(build, versionLabel, 1);
      return section;
    },
  };
};
