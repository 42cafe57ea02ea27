import { afterEach, describe, expect, test } from "vitest";
import type { Figures } from "../../clients/exporter.ts";
import { Home } from "./home.tsx";
import { operationRunner } from "./operation-runner.ts";
import { pretendedFigures, pretendedGpus, pretendedHome } from "./testing/pretended-home.ts";
import { keys, renderScreen, type TestScreen } from "./testing/render-screen.tsx";

let screen: TestScreen | undefined;
afterEach(() => screen?.unmount());

function open(
  options: Parameters<typeof pretendedHome>[0] = {},
  { columns = 80, rows = 24, readOnly = false }: { columns?: number; rows?: number; readOnly?: boolean } = {},
) {
  const actions = pretendedHome(options);
  const runner = operationRunner();
  screen = renderScreen(<Home actions={actions} runner={runner} readOnly={readOnly} />, { columns, rows });
  return { ...screen, actions, runner };
}

describe("the home screen", () => {
  test("shows the installation, each service with its state in words, and the host", async () => {
    const { shows } = open();
    await shows("gpu-box-7");
    const frame = await shows("healthy");
    expect(frame).toContain("/srv/monitoring");
    expect(frame).toMatch(/docker$/m);
    expect(frame).toMatch(/▸ ● prometheus +healthy +2h 14m +http:\/\/127\.0\.0\.1:9090/);
    expect(frame).toMatch(/– dcgm-exporter +unavailable +the NVIDIA/);
    expect(frame).toMatch(/exporter +healthy +2h 14m +2 restarts/);
    expect(frame).toMatch(/CPU .* 42% {2}of 64 cores {2}load 27 20 8\.4/);
    expect(frame).toContain("No GPU on this host");
  });

  test.each([
    [80, 24],
    [60, 20],
    [140, 40],
    [40, 12],
  ])("stays inside a terminal of %i by %i", async (columns, rows) => {
    const { shows } = open({ figures: () => pretendedFigures(pretendedGpus(8)) }, { columns, rows });
    const frame = await shows("prometheus");
    const lines = frame.split("\n");
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines.at(-1)).toContain("quit");
  });

  test("follows the terminal's size", async () => {
    const { shows, resize } = open();
    await shows("gpu-box-7");
    resize(140, 40);
    expect(await shows(/Services.*Host/)).toContain("grafana");
  });

  test("shows what is live: a service that changed is another one at the next look", async () => {
    const { shows, actions } = open();
    await shows(/grafana +healthy/);
    actions.services.set("grafana", { service: "grafana", state: "failed", detail: "exit code 1" });
    await shows(/✗ grafana +failed +exit code 1/);
  });
});

describe("figures that are not there", () => {
  const unavailable = (reason: "not-running" | "silent" | "unreadable"): Figures => ({
    kind: "unavailable",
    reason,
    detail: "why",
  });
  test.each([
    ["no exporter", unavailable("not-running"), "The exporter is not running"],
    ["a silent exporter", unavailable("silent"), "The exporter does not answer: why"],
    ["somebody else's port", unavailable("unreadable"), "What listens on the exporter's port is not ours: why"],
    ["no GPU", pretendedFigures({ kind: "none" }), "No GPU on this host"],
    ["a dead collector", pretendedFigures({ kind: "dead" }), "The GPUs cannot be read"],
    ["GPUs not read yet", pretendedFigures({ kind: "unknown" }), "The exporter has not read the GPUs yet"],
  ])("%s is told", async (_, figures, text) => {
    await open({ figures: () => figures }).shows(text);
  });
});

describe("keys", () => {
  test("e enables, with progress on the screen and the outcome after it", async () => {
    const { shows, press } = open({ enabled: false, pace: 40 });
    await shows("Monitoring is not enabled here. Press e to start it.");
    press("e");
    await shows(/Enable .* ctrl-c stops it/);
    await shows("grafana/grafana:12.4.0");
    await shows(/prometheus +starting/);
    const frame = await shows("Done in");
    expect(frame).toContain("! 3 GiB of disk are free");
    await shows("5 of 6 up");
  });

  test("a failure is shown with what was said last and the remedy", async () => {
    const { shows, press } = open({ enabled: false, failing: "grafana" });
    await shows("not enabled");
    press("e");
    const frame = await shows("✗ grafana did not become healthy");
    expect(frame).toContain("database is locked");
    expect(frame).toContain("→ Read more with: env-manager logs grafana");
  });

  test("arrows and j, k select the service that r, s and S act on", async () => {
    const { shows, press, actions, runner } = open();
    await shows("▸ ● prometheus");
    press(keys.down);
    await shows("▸ ● gateway");
    press("jj");
    await shows("▸ ● docker-socket-proxy");
    press("k");
    await shows("▸ ● exporter");
    press("s");
    await shows(/exporter +stopped/);
    press("S");
    await shows(/exporter +healthy/);
    press("r");
    await shows("Restart exporter");
    await runner.settled();
    expect(actions.calls).toEqual(
      ["stop exporter", "start exporter", "restart exporter"].map((call) => call[0]?.toUpperCase() + call.slice(1)),
    );
  });

  test("d asks first, and any key but y keeps the services", async () => {
    const { shows, hides, press, actions } = open();
    await shows("healthy");
    press("d");
    await shows("Press y to go on");
    press("n");
    await hides("Press y to go on");
    expect(actions.calls).toEqual([]);
    press("d");
    await shows("Press y to go on");
    press("y");
    await shows("Monitoring is not enabled here");
    expect(actions.calls).toEqual(["disable"]);
  });

  test("o tells the address where there is no browser", async () => {
    const { shows, press } = open();
    await shows("healthy");
    press("o");
    await shows("http://127.0.0.1:3000  (not opened: no desktop here)");
  });

  test("? shows every key, any key goes back", async () => {
    const { shows, press } = open();
    await shows("healthy");
    press("?");
    const frame = await shows("any key goes back");
    for (const help of ["start the stack", "restart the selected service", "quit; the services keep running"]) {
      expect(frame).toContain(help);
    }
    press("x");
    await shows("gpu-box-7");
  });

  test("ctrl-c stops what runs, and only then quits", async () => {
    const { shows, press, left } = open({ enabled: false, pace: 60_000 });
    await shows("not enabled");
    press("e");
    await shows("Check this machine");
    press("q");
    await shows("Stop it with ctrl-c first");
    press(keys.ctrlC);
    await shows("Interrupted");
    expect(left()).toBe(false);
    press(keys.ctrlC);
    await expect.poll(left).toBe(true);
  });

  test("q quits", async () => {
    const { shows, press, left } = open();
    await shows("healthy");
    press("q");
    await expect.poll(left).toBe(true);
  });

  test("pasted text presses no keys", async () => {
    const { shows, press, actions, left } = open();
    await shows("healthy");
    press("\u001b[200~request\u001b[201~");
    press("?");
    await shows("any key goes back");
    expect(left()).toBe(false);
    expect(actions.calls).toEqual([]);
  });
});

describe("a read-only home screen", () => {
  test("runs no action that changes something, by whatever key", async () => {
    const { shows, press, actions, hides } = open({}, { readOnly: true });
    const frame = await shows("read-only");
    expect(frame).not.toMatch(/e enable|d disable|r restart/);
    for (const key of "edSsry") press(key);
    press("?");
    await shows("any key goes back");
    press("x");
    await hides("any key goes back");
    press("o");
    await shows("no desktop here");
    expect(actions.calls).toEqual(["open"]);
  });
});

describe("logs", () => {
  test("l follows the selected service's log, esc goes back", async () => {
    const { shows, press } = open();
    await shows("healthy");
    press("l");
    const frame = await shows("line 60 of prometheus");
    expect(frame).toContain("following");
    press(keys.escape);
    await shows("gpu-box-7");
  });

  test("/ filters, esc clears the filter first", async () => {
    const { shows, press, hides } = open();
    await shows("healthy");
    press("l");
    await shows("line 60");
    press("/");
    press("level=ERR");
    await hides("line 59");
    press(keys.enter);
    const frame = await shows("3 lines · with “level=ERR”");
    expect(frame).toContain("line 20");
    press(keys.escape);
    await shows("60 lines · following");
    press(keys.escape);
    await shows("gpu-box-7");
  });

  test("keys that come all at once are taken one after another, each by the screen that the ones before it opened", async () => {
    const { shows, press } = open();
    await shows("healthy");
    press("jl/line 60\r");
    await shows(/Logs of gateway ─+ 1 line · with “line 60”/);
    press(`${keys.escape}${keys.escape}`);
    await shows("▸ ● gateway");
  });

  test("scrolling back holds still, G follows again", async () => {
    const { shows, press } = open();
    await shows("healthy");
    press("l");
    await shows("line 60");
    press("g");
    expect(await shows("scrolled back")).toContain("line 1 of");
    press("G");
    expect(await shows("following")).toContain("line 60");
  });

  test("are not asked for figures meanwhile", async () => {
    let asked = 0;
    const { shows, press } = open({
      figures: () => {
        asked++;
        return pretendedFigures();
      },
    });
    await shows("gpu-box-7");
    press("l");
    await shows("line 60");
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(asked).toBe(before);
  });
});
