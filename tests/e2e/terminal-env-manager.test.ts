import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { grafanaStandInHome } from "../stand-ins/grafana/build.ts";
import { makeInstallation, type TestInstallation } from "./support/installation.ts";
import { hasTmux, openTerminal, quoted, type Terminal } from "./support/tmux.ts";

const native = inject("native");
const launcher = join(import.meta.dirname, "..", "..", "env-manager");

describe.skipIf(native === undefined || !(await hasTmux()))("env-manager alone in a terminal", () => {
  let scratch: string;
  let installation: TestInstallation;
  let terminal: Terminal;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "env-manager-terminal-"));
    const grafanaHome = process.env["TEST_GRAFANA_HOME"] ?? join(scratch, "grafana");
    if (!process.env["TEST_GRAFANA_HOME"]) {
      await grafanaStandInHome(grafanaHome, { version: "12.4.0", nodeBinary: process.execPath });
    }
    installation = await makeInstallation(
      {},
      {
        RUNTIME: "native",
        PROMETHEUS_BINARY: native?.prometheus["2.53.3"].prometheus ?? "",
        GRAFANA_HOME: grafanaHome,
      },
    );
    terminal = await openTerminal({ columns: 100, rows: 30 });
    await terminal.enter(`${quoted(launcher)} --project-dir ${quoted(installation.directory)}; echo "ended with $?"`);
  });
  afterAll(async () => {
    await terminal.close();
    await installation.cleanUp();
    rmSync(scratch, { recursive: true, force: true });
  });

  // One story: each test goes on from where the one before left the screen.
  test("opens the home screen, which says that nothing runs yet", async () => {
    await terminal.shows("Monitoring is not enabled here. Press e to start it.", 60_000);
    await terminal.shows("The exporter is not running");
  });

  test("enables with e, and shows this machine's own figures", async () => {
    await terminal.press("e");
    await terminal.shows("Done in", 90_000);
    const screen = await terminal.shows(/prometheus +healthy/);
    expect(screen).toMatch(/grafana +healthy/);
    expect(screen).toMatch(/exporter +healthy/);
    expect(screen).toMatch(/ native$/m);
    await terminal.press("Escape");
    await terminal.shows(`Host ${hostname()}`);
    await terminal.shows(/CPU .* \d+% {2}of \d+ cores?/);
    await terminal.shows(/Memory .* \d+% /);
    expect(await installation.targets()).toEqual(
      expect.arrayContaining([expect.objectContaining({ job: "node", health: "up" })]),
    );
  }, 150_000);

  test("follows a service's own log, and filters it", async () => {
    await terminal.press("Down");
    await terminal.shows("▸ ● prometheus");
    await terminal.press("l");
    await terminal.shows("Logs of prometheus");
    await terminal.press("/");
    await terminal.enter("ready to receive");
    await terminal.shows(/^── Logs of prometheus ─+ 1 line · with “ready to receive”/);
    await terminal.press("Escape", "Escape");
    await terminal.shows("Services");
  });

  test("disables with d, once it was agreed to, and gives the terminal back on q", async () => {
    await terminal.press("d");
    await terminal.shows("Press y to go on");
    await terminal.press("y");
    await terminal.shows("Monitoring is not enabled here", 60_000);
    expect(JSON.parse((await installation.run("status", "--json")).stdout)).toMatchObject({ enabled: false });
    await terminal.press("q");
    await terminal.shows("ended with 0");
    expect(await terminal.fact("alternate_on")).toBe("0");
  });
});
