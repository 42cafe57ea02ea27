import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { databaseFile, openDatabase } from "../database/open.ts";
import type { Grafana } from "../grafana.ts";
import { failures } from "../http/failures.ts";
import { httpServer } from "../http/server.ts";
import { provisioning } from "../provisioning/provisioning.ts";
import type { Release } from "../release.ts";
import { pageRoutes } from "../routes/pages.ts";
import { apiRoutes } from "../routes/routes.ts";
import { openStores } from "../stores/stores.ts";
import type { Arguments } from "./arguments.ts";
import { sayHarmlessLines } from "./harmless-lines.ts";
import { setUp } from "./setup.ts";
import { startFailure } from "./start-failure.ts";

const ELEVATED = "Grafana server is running with elevated privileges. This is not recommended";

/**
 * `grafana server`: resolves once it listens, and goes on until a signal ends it.
 * @throws Error with the text of the last line the real server would write.
 */
export async function serverCommand(given: Arguments, release: Release): Promise<void> {
  if (given.flag("v", "version", "vv")) {
    const { reported, commit, branch } = release;
    console.log(`Version ${reported} (commit: ${commit}, branch: ${branch})`);
    return;
  }
  if (process.getuid?.() === 0) console.log(ELEVATED);
  const { configuration, log } = setUp({
    release,
    home: given.option("homepath"),
    file: given.option("config"),
    properties: [...(given.option("configOverrides") ?? "").split(" "), ...given.words].filter((word) => word !== ""),
    environment: process.env,
    workingDirectory: process.cwd(),
  });
  const isFirstStart = !existsSync(databaseFile(configuration));
  const query = openDatabase(configuration, release, log);
  const stores = openStores(query, configuration, release, log);
  sayHarmlessLines(release, configuration, isFirstStart, log);
  const reader = provisioning(configuration, release, stores, log, process.env);
  const grafana: Grafana = {
    ...stores,
    release,
    configuration,
    log,
    failures: failures(release),
    provisioning: reader,
  };
  const server = httpServer(grafana, { api: apiRoutes(grafana), pages: pageRoutes(grafana) });
  endOnSignals(grafana);
  inPart(release, "provisioning", () => reader.reloadDataSources());
  // 9.4 listens while it still reads dashboards, 12.4 has read them all before.
  if (release.modern) inPart(release, "provisioning", () => reader.reloadDashboards());
  await listen(grafana, server);
  if (!release.modern) inPart(release, "provisioning", () => reader.reloadDashboards());
}

function inPart(release: Release, part: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // A provider file that cannot be read is noticed before the parts start.
    throw reason.startsWith("Failed to create provisioner") ? new Error(reason) : startFailure(release, part, reason);
  }
}

function listen({ configuration, release, log }: Grafana, server: Server): Promise<void> {
  const port = configuration.number("server", "http_port", 3000);
  const address = configuration.text("server", "http_addr");
  const shown = `${address || "[::]"}:${port}`;
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const cause = `listen tcp ${shown}: bind: ${wordsOf(error)}`;
      const reason = `failed to open listener on address ${shown}: ${cause}`;
      if (!release.modern) log("server").error("Stopped background service", { service: "*api.HTTPServer", reason });
      reject(startFailure(release, "*api.HTTPServer", reason));
    });
    server.listen({ port, ...(address === "" ? {} : { host: address }) }, () => {
      log("http.server").info("HTTP Server Listen", { address: shown, protocol: "http", subUrl: "", socket: "" });
      resolve();
    });
  });
}

function wordsOf(error: Error): string {
  if ("code" in error && error.code === "EADDRINUSE") return "address already in use";
  if ("code" in error && error.code === "EACCES") return "permission denied";
  if ("code" in error && error.code === "EADDRNOTAVAIL") return "cannot assign requested address";
  return error.message;
}

function endOnSignals(grafana: Grafana): void {
  const end = (words: string) => (): void => {
    grafana.log("server").info("Shutdown started", { reason: `System signal: ${words}` });
    grafana.provisioning.stop();
    grafana.query.close();
    process.exit(0);
  };
  process.once("SIGTERM", end("terminated"));
  process.once("SIGINT", end("interrupt"));
}
