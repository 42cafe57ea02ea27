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
  /** Not scraped yet. */
  readonly pending: number;
  readonly down: readonly { readonly job: string; readonly address: string; readonly error: string }[];
}

/** Prometheus hands its targets over to scraping only so often, at a start as well. */
const discoveryMilliseconds = 5000;

/**
 * Counts Prometheus' targets.
 * @param waitFor Services whose targets are to be up first, for one scrape interval and a little at most. A target may be
 * scraped before its service answers, and is down then until the next scrape.
 */
export async function* watchTargets(
  project: Project,
  waitFor: readonly string[],
  signal: AbortSignal,
): Operation<TargetCount> {
  const { settings } = project;
  const api = prometheusApi(serviceUrls(settings).prometheus);
  const title = "Waiting for the first samples";
  const ends = Date.now() + discoveryMilliseconds + durationMilliseconds(settings.SCRAPE_INTERVAL) + 3000;
  let counted = count(await api.targets());
  if (waitFor.length === 0) return counted;
  yield { kind: "step", title, state: "started" };
  const jobs = waitFor.map((service) => (jobOfService as Record<string, string>)[service]);
  const scraped = () => counted.pending === 0 && counted.up > 0 && !counted.down.some(({ job }) => jobs.includes(job));
  while (!scraped() && Date.now() < ends && !signal.aborted) {
    await delay(250, undefined, { signal }).catch(() => {});
    counted = count(await api.targets());
    const all = counted.up + counted.pending + counted.down.length;
    if (all === 0) continue;
    yield { kind: "progress", title, fraction: counted.up / all, detail: `${counted.up} of ${all} targets up` };
  }
  yield { kind: "step", title, state: scraped() ? "done" : "failed" };
  return counted;
}

const count = (targets: readonly Target[]): TargetCount => ({
  up: targets.filter(({ health }) => health === "up").length,
  pending: targets.filter(({ health }) => health === "unknown").length,
  down: targets
    .filter(({ health }) => health === "down")
    .map(({ job, address, lastError }) => ({ job, address, error: lastError })),
});

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
