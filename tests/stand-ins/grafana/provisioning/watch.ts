import { type FSWatcher, watch } from "node:fs";
import type { DashboardReader } from "./dashboard-reader.ts";

/** Providers with a longer interval are polled by 12.4 too. */
const LONGEST_WATCHED_SECONDS = 10;

/** How long a folder has to be quiet before 12.4 reads it again; tests of what follows may shorten it. */
const QUIET_MS = Number(process.env["GRAFANA_STAND_IN_QUIET_MS"] ?? 5_000);

/**
 * Walks the reader again when its files change: 9.4 every `updateIntervalSeconds`, 12.4 five seconds after the last
 * change when that interval is ten seconds or less. Returns what stops it.
 */
export function followChanges(reader: DashboardReader, modern: boolean, walkAgain: () => void): () => void {
  const { path, updateIntervalSeconds } = reader.provider;
  if (modern && updateIntervalSeconds <= LONGEST_WATCHED_SECONDS) {
    const stop = watchFolder(path, walkAgain);
    if (stop !== undefined) return stop;
  }
  const seconds = modern && updateIntervalSeconds <= LONGEST_WATCHED_SECONDS ? 30 : updateIntervalSeconds;
  const timer = setInterval(walkAgain, seconds * 1000);
  return () => clearInterval(timer);
}

function watchFolder(path: string, walkAgain: () => void): (() => void) | undefined {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher;
  try {
    watcher = watch(path, { recursive: true }, (_event, name) => {
      if (name !== null && !name.endsWith(".json")) return;
      clearTimeout(timer);
      timer = setTimeout(walkAgain, QUIET_MS);
    });
  } catch {
    return undefined;
  }
  watcher.on("error", () => watcher.close());
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
