import { Interrupted } from "../errors.ts";
import type { Operation } from "../progress.ts";
import type { Runtime, ServiceStatus } from "../runtimes/runtime.ts";
import type { Project } from "../settings/project.ts";
import { serviceUrls } from "../settings/service-urls.ts";
import { changing } from "./audit.ts";
import { formerRuntime } from "./former-runtime.ts";
import { ensureGrafanaCredentials } from "./grafana-credentials.ts";
import { refuseOnFindings } from "./preflight.ts";
import { fillProject } from "./project-files.ts";
import { appliedCredentials, writeCredentials } from "./secrets.ts";
import { rememberRuntime } from "./select-runtime.ts";
import { countDashboards, type TargetCount, watchTargets } from "./verify-data.ts";

export interface EnableRequest {
  /** Saves the flags of this run; called when nothing stands against the change any more. */
  readonly saveFlags: () => Promise<unknown>;
  /** The password was given with this run. */
  readonly passwordGiven: boolean;
  readonly signal: AbortSignal;
}

export interface EnableResult {
  readonly runtime: Runtime["name"];
  readonly urls: ReturnType<typeof serviceUrls>;
  readonly services: readonly ServiceStatus[];
  readonly targets: TargetCount;
  /** Undefined where Grafana is not there to be asked, or refuses the credentials. */
  readonly dashboards: number | undefined;
  /** Services that were started by this run; none where all was up already. */
  readonly started: readonly string[];
}

/** Starts the stack, or brings what runs to what the settings say. */
export const enable = (project: Project, runtime: Runtime, request: EnableRequest): Operation<EnableResult> =>
  changing(project, `enable (${runtime.name})`, async function* () {
    const { paths, settings } = project;
    const former = yield* formerRuntime(project, runtime);
    yield* refuseOnFindings(runtime, former, request.signal);
    await request.saveFlags();
    // Two of a kind never run.
    if (former) yield* former.down(request.signal);
    yield* fillProject(project);
    const isFirst = !appliedCredentials(paths, runtime.name);
    if (isFirst) {
      const credentials = { username: settings.GRAFANA_USER, password: settings.GRAFANA_PASSWORD };
      writeCredentials(paths, runtime.name, credentials);
    }
    rememberRuntime(paths, runtime.name);
    const { started } = yield* runtime.up(request.signal);
    const since = new Date();
    const services = await runtime.status();
    const grafanaRuns = services.some(({ service, state }) => service === "grafana" && state === "healthy");
    const grafanaLetsUsIn = grafanaRuns && (yield* ensureGrafanaCredentials(project, runtime, request.passwordGiven));
    // At a first start people want to see data arrive; later the first scrape follows within the interval by itself.
    const running = services.filter(({ state }) => state === "healthy" || state === "running");
    const waitFor = isFirst ? running.map(({ service }) => service) : [];
    const targets = yield* watchTargets(project, { waitFor, started, since }, request.signal);
    if (request.signal.aborted) throw new Interrupted();
    return {
      runtime: runtime.name,
      urls: serviceUrls(settings),
      services,
      targets,
      dashboards: grafanaLetsUsIn ? await countDashboards(project) : undefined,
      started,
    };
  });
