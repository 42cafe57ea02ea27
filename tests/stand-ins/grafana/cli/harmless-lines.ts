import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "../config/configuration.ts";
import type { LogBook } from "../log.ts";
import type { Release } from "../release.ts";

/** Lines a healthy server writes at its start although they look like trouble; nothing may report them as errors. */
export function sayHarmlessLines(
  release: Release,
  configuration: Configuration,
  isFirstStart: boolean,
  log: LogBook,
): void {
  if (isFirstStart) {
    const id = "drop index UQE_dashboard_public_config_uid - v1";
    log("migrator").warn("Skipping migration: Already executed, but not recorded in migration log", { id });
  }
  if (release.modern) sayModernLines(configuration, isFirstStart, log);
  else sayOldLines(configuration, log);
}

function sayOldLines(configuration: Configuration, log: LogBook): void {
  const path = "public/app/plugins/panel/alertlist/module.js";
  log("plugin.manager").warn("Plugin missing module.js", { name: "alertlist", path });
  sayMissing(configuration, "notifiers", log("provisioning.notifiers").error, NOTIFIERS);
}

const NOTIFIERS = "Can't read alert notification provisioning files from directory";

function sayModernLines(configuration: Configuration, isFirstStart: boolean, log: LogBook): void {
  if (!existsSync(configuration.path("plugins"))) {
    const error = "failed to open plugins path";
    log("renderer.manager").error("Failed to get renderer plugin sources", { error });
    log("plugin.sources").error("Failed to load external plugins", { error });
  }
  if (isFirstStart) {
    const error = "failed to check migration existence: no such table: unifiedstorage_migration_log";
    const fields = { migration: "folders-dashboards", error };
    log("storage.unified.migrations").warn("Failed to check if migration exists", fields);
  }
  log("", { caller: "logger.go:224", time: new Date().toISOString() }).warn(
    "Cluster-scoped status subresource without explicit ClusterScopedStorageAuthorizerProvider. Authorization relies on API-level authorizer only.",
    { resource: "playlists.playlist.grafana.app", app: "playlist" },
  );
  const plugins = "Failed to read plugin provisioning files from directory";
  sayMissing(configuration, "plugins", log("provisioning.plugins").error, plugins);
  const alerting = "can't read alerting provisioning files from directory";
  sayMissing(configuration, "alerting", log("provisioning.alerting").error, alerting);
  if (!configuration.flag("plugins", "public_key_retrieval_disabled")) {
    const error = 'Get "https://grafana.com/api/plugins/ci/keys": dial tcp: lookup grafana.com: no such host';
    log("plugin.signature.key_retriever").error("Error downloading plugin manifest keys", { error });
  }
}

type Say = (message: string, fields: { path: string; error: string }) => void;

function sayMissing(configuration: Configuration, folder: string, say: Say, message: string): void {
  const path = join(configuration.path("provisioning"), folder);
  if (!existsSync(path)) say(message, { path, error: `open ${path}: no such file or directory` });
}
