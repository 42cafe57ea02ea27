import { join } from "node:path";
import type { Configuration } from "../config/configuration.ts";
import type { Stores } from "../grafana.ts";
import type { Log, LogBook } from "../log.ts";
import type { Release } from "../release.ts";
import { type DashboardReader, dashboardReader } from "./dashboard-reader.ts";
import { provisionDataSources } from "./data-sources.ts";
import { restrictDuplicates } from "./duplicates.ts";
import { readProviders } from "./providers.ts";
import { followChanges } from "./watch.ts";

/** What the provisioning files made, and reading them again. */
export interface Provisioning {
  /** @throws Error with the reason, when the files cannot be applied. */
  readonly reloadDataSources: () => void;
  /** Reads providers and dashboards anew and follows their changes from then on. @throws Error for broken files. */
  readonly reloadDashboards: () => void;
  /** The folder a provider reads. */
  readonly folderOf: (provider: string) => string | undefined;
  readonly allowsUiUpdates: (provider: string) => boolean;
  readonly stop: () => void;
}

const DUPLICATES_EVERY_MS = 30_000;

export function provisioning(
  configuration: Configuration,
  release: Release,
  stores: Stores,
  log: LogBook,
  environment: NodeJS.ProcessEnv,
): Provisioning {
  const folder = configuration.path("provisioning");
  const dashboardLog = log("provisioning.dashboard");
  let readers: DashboardReader[] = [];
  let stops: (() => void)[] = [];
  const stop = (): void => {
    for (const end of stops) end();
    stops = [];
  };
  const reloadDashboards = (): void => {
    const providers = readProviders(join(folder, "dashboards"), environment, dashboardLog);
    stop();
    readers = providers.map((provider) => {
      const context = { type: "file", name: provider.name };
      return dashboardReader(provider, stores.shelf, release.modern, log("provisioning.dashboard", context));
    });
    removeOrphans(stores, readers);
    dashboardLog.info("starting to provision dashboards");
    if (firstWalks(readers, dashboardLog)) {
      restrictDuplicates(readers, dashboardLog);
      dashboardLog.info("finished to provision dashboards");
    }
    const timer = setInterval(() => restrictDuplicates(readers, dashboardLog), DUPLICATES_EVERY_MS);
    stops = [
      () => clearInterval(timer),
      ...readers.map((reader) => followChanges(reader, release.modern, () => walkAgain(reader, log))),
    ];
  };
  return {
    reloadDataSources: () => provisionDataSources(join(folder, "datasources"), stores.dataSources, environment, log),
    reloadDashboards,
    folderOf: (name) => readers.find(({ provider }) => provider.name === name)?.provider.path,
    allowsUiUpdates: (name) => readers.some(({ provider }) => provider.name === name && provider.allowUiUpdates),
    stop,
  };
}

// A missing folder may appear later, so it ends nothing; but the providers after it are not walked either.
function firstWalks(readers: readonly DashboardReader[], log: Log): boolean {
  for (const reader of readers) {
    try {
      reader.walk();
    } catch (error) {
      log.warn("Failed to provision config", { name: reader.provider.name, error: messageOf(error) });
      return false;
    }
  }
  return true;
}

function walkAgain(reader: DashboardReader, log: LogBook): void {
  try {
    reader.walk();
  } catch (error) {
    const context = { type: "file", name: reader.provider.name };
    log("provisioning.dashboard", context).error("failed to walk provisioned dashboards", { error: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// Dashboards whose provider is in no file any more go with it.
function removeOrphans({ shelf }: Stores, readers: readonly DashboardReader[]): void {
  const names = new Set(readers.map(({ provider }) => provider.name));
  for (const { uid, origin } of shelf.dashboards()) {
    if (origin !== undefined && !names.has(origin.provider)) shelf.remove(uid);
  }
}
