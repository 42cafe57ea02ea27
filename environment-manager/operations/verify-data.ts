import { setTimeout as delay } from "node:timers/promises";
import { grafanaApi } from "../clients/grafana.ts";
import { prometheusApi, type Target } from "../clients/prometheus.ts";
import { ExternalError } from "../errors.ts";
import type { Operation } from "../progress.ts";
import type { Project } from "../settings/project.ts";
import { durationMilliseconds } from "../settings/quantities.ts";
import { serviceUrls } from "../settings/service-urls.ts";
import { jobOfService } from "../stack/prometheus-config.ts";

export interface TargetCount {
  readonly up: number;
  /** Not scraped yet, or not since their service was started anew. */
  readonly pending: number;
  readonly down: readonly { readonly job: string; readonly address: string; readonly error: string }[];
}

/** Prometheus hands its targets over to scraping only so often, at a start as well. */
const discoveryMilliseconds = 5000;

/** Nobody is kept waiting for targets that are scraped more seldom than this. */
const longestInterval = 60_000;

export interface WatchRequest {
  /**
   * Services whose targets are to be up first, for one scrape interval and a little at most. A target may be scraped before
   * its service answers, and is down then until the next scrape.
   */
  readonly waitFor: readonly string[];
  /** Services that were started until `since`: what earlier scrapes said of them is not true any more. */
  readonly started: readonly string[];
  readonly since: Date;
}

/** Counts Prometheus' targets. */
export async function* watchTargets(
  { settings }: Project,
  { waitFor, started, since }: WatchRequest,
  signal: AbortSignal,
): Operation<TargetCount> {
  const isOld = ({ job, lastScrape }: Target) => jobsOf(started).includes(job) && lastScrape < since;
  const api = prometheusApi(serviceUrls(settings).prometheus);
  const title = "Waiting for the first samples";
  const interval = durationMilliseconds(settings.SCRAPE_INTERVAL);
  const ends = Date.now() + discoveryMilliseconds + interval + 3000;
  const look = async () => count(await api.targets(), isOld);
  let counted = await look();
  if (waitFor.length === 0 || interval > longestInterval) return counted;
  yield { kind: "step", title, state: "started" };
  const jobs = jobsOf(waitFor);
  const scraped = () => counted.pending === 0 && counted.up > 0 && !counted.down.some(({ job }) => jobs.includes(job));
  while (!scraped() && Date.now() < ends && !signal.aborted) {
    await delay(250, undefined, { signal }).catch(() => {});
    counted = await look();
    const all = counted.up + counted.pending + counted.down.length;
    if (all === 0) continue;
    yield { kind: "progress", title, fraction: counted.up / all, detail: `${counted.up} of ${all} targets up` };
  }
  yield { kind: "step", title, state: scraped() ? "done" : "failed" };
  return counted;
}

const jobsOf = (services: readonly string[]) =>
  services.map((service) => (jobOfService as Readonly<Record<string, string>>)[service]);

function count(targets: readonly Target[], isOld: (target: Target) => boolean): TargetCount {
  const down = targets.filter((target) => target.health === "down" && !isOld(target));
  const up = targets.filter(({ health }) => health === "up").length;
  return {
    up,
    pending: targets.length - up - down.length,
    down: down.map(({ job, address, lastError }) => ({ job, address, error: lastError })),
  };
}

/** How many dashboards Grafana shows; undefined where it does not answer or refuses the credentials. */
export async function countDashboards({ settings }: Project): Promise<number | undefined> {
  const credentials = { username: settings.GRAFANA_USER, password: settings.GRAFANA_PASSWORD };
  try {
    return (await grafanaApi(serviceUrls(settings).grafana, credentials).dashboards()).length;
  } catch (error) {
    if (error instanceof ExternalError) return undefined;
    throw error;
  }
}
