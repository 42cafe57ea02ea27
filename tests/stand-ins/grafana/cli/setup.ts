import { join } from "node:path";
import type { Configuration } from "../config/configuration.ts";
import { type ConfigurationRequest, loadConfiguration } from "../config/load.ts";
import { type LogBook, type LogLevel, logBook } from "../log.ts";
import type { Release } from "../release.ts";

export interface Setup {
  readonly configuration: Configuration;
  readonly log: LogBook;
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Loads the configuration, opens the log, and writes there what it was made of. */
export function setUp(request: ConfigurationRequest): Setup {
  const configuration = loadConfiguration(request);
  const modes = configuration.text("log", "mode").split(/[ ,]+/);
  const wanted = configuration.text("log", "level");
  const log = logBook({
    level: LEVELS.find((level) => level === wanted) ?? "info",
    toConsole: modes.includes("console"),
    file: modes.includes("file") ? join(configuration.path("logs"), "grafana.log") : undefined,
    format: configuration.text("log.console", "format") === "json" ? "json" : "text",
  });
  announce(request.release, configuration, log);
  return { configuration, log };
}

function announce(release: Release, configuration: Configuration, book: LogBook): void {
  const log = book("settings");
  const { reported: version, commit, branch } = release;
  book("stand-in").info("This is a stand-in for Grafana, made for tests");
  log.info("Starting Grafana", { version, commit, branch, compiled: "2026-01-01T00:00:00Z" });
  for (const file of configuration.files) log.info("Config loaded from", { file });
  for (const arg of configuration.fromCommandLine) log.info("Config overridden from command line", { arg });
  for (const name of configuration.fromEnvironment) {
    log.info("Config overridden from Environment variable", { var: name });
  }
  if (release.modern) log.info("Target", { target: ["all"] });
  log.info("Path Home", { path: configuration.home });
  for (const key of ["data", "logs", "plugins", "provisioning"] as const) {
    log.info(`Path ${key.charAt(0).toUpperCase()}${key.slice(1)}`, { path: configuration.path(key) });
  }
  log.info(`App mode ${configuration.text("DEFAULT", "app_mode")}`);
}
