import { readdirSync, statfsSync } from "node:fs";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flagOf, type SettingName } from "../../environment-manager/settings/table.ts";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";
import { grafanaAt } from "./support/grafana.ts";
import { until } from "./support/installation.ts";
import { bootTime, cpuSeconds, isLasting, memory, networkDevices } from "./support/machine-facts.ts";
import type { Run } from "./support/program.ts";

describe.skipIf(!hasDocker)("enabling from an empty directory", () => {
  let installation: DockerInstallation;
  let enabled: Run;

  beforeAll(async () => {
    installation = await dockerInstallation({}, { saved: false });
    expect(readdirSync(installation.directory)).toEqual([]);
    const flags = Object.entries(installation.settings).map(
      ([name, value]) => `--${flagOf(name as SettingName)}=${value}`,
    );
    enabled = await installation.succeeds("--enable-monitoring", ...flags);
  });
  afterAll(() => installation.cleanUp());

  const one = async (expression: string) => {
    const [sample, ...others] = await installation.query(expression);
    expect(others).toEqual([]);
    return sample?.value;
  };

  test("ends with a summary that is true", async () => {
    const { grafana, prometheus, exporter } = installation.ports;
    expect(enabled.stdout).toContain("Monitoring is up (docker)");
    expect(enabled.stdout).toContain(`http://127.0.0.1:${grafana}  (user admin, password admin)`);
    expect(enabled.stdout).toContain(`http://127.0.0.1:${exporter}/metrics`);
    expect(enabled.stdout).toMatch(/Targets +3 up\n/);
    expect(enabled.stdout).toMatch(/Dashboards +1\n/);
    const answers = await Promise.all([
      fetch(`http://127.0.0.1:${grafana}/api/health`),
      fetch(`http://127.0.0.1:${prometheus}/-/ready`),
      fetch(`http://127.0.0.1:${exporter}/metrics`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const targets = await installation.targets();
    expect(targets.map(({ job, health }) => `${job} ${health}`).toSorted()).toEqual([
      "grafana up",
      "node up",
      "prometheus up",
    ]);
  });

  test("brings this machine's own figures to Prometheus", async () => {
    expect(await one("node_memory_MemTotal_bytes")).toBe(memory("MemTotal"));
    expect(await one("node_boot_time_seconds")).toBe(bootTime());
    const { blocks, bsize, bavail } = statfsSync("/");
    expect(await one('node_filesystem_size_bytes{mountpoint="/"}')).toBe(blocks * bsize);
    const available = (await one('node_filesystem_avail_bytes{mountpoint="/"}')) ?? 0;
    expect(Math.abs(available - bavail * bsize)).toBeLessThan(0.05 * blocks * bsize);
    const [uname] = await installation.query("node_uname_info");
    expect(uname?.metric).toMatchObject({ nodename: hostname(), sysname: "Linux", instance: "localhost" });
  });

  test("counts processor time as /proc/stat does", async () => {
    const modes = ["user", "system", "idle"] as const;
    const before = modes.map(cpuSeconds);
    const asked = Date.now() / 1000;
    await until("a later scrape", async () => ((await one('timestamp(up{job="node"})')) ?? 0) > asked);
    const scraped = await Promise.all(modes.map((mode) => one(`sum(node_cpu_seconds_total{mode="${mode}"})`)));
    const after = modes.map(cpuSeconds);
    for (const [index, mode] of modes.entries()) {
      // The kernel itself lets the idle time of a processor step back by a tick or two.
      expect(scraped[index], mode).toBeGreaterThanOrEqual((before[index] ?? Number.NaN) - 0.1);
      expect(scraped[index], mode).toBeLessThanOrEqual((after[index] ?? Number.NaN) + 0.1);
    }
    expect(await one("sum(resets(node_cpu_seconds_total[1m]))")).toBe(0);
  });

  test("lists the machine's network devices, not the container's", async () => {
    const received = await installation.query("node_network_receive_bytes_total");
    const devices = received.map(({ metric }) => metric["device"] ?? "");
    expect(devices.filter(isLasting).toSorted()).toEqual(networkDevices());
  });

  test("gives Grafana the credentials, the dashboard and the data", async () => {
    const grafana = grafanaAt(installation.ports.grafana);
    expect(await grafana.login("admin", "admin")).toBe(200);
    expect(await grafana.login("admin", "wrong")).toBe(401);
    const found = await grafana.get<{ uid: string; folderTitle: string }[]>("/api/search?type=dash-db");
    expect(found).toEqual([expect.objectContaining({ uid: "host", folderTitle: "AI Research" })]);
    const { dashboard } = await grafana.get<{ dashboard: { panels: unknown[] } }>("/api/dashboards/uid/host");
    expect(dashboard.panels.length).toBeGreaterThan(0);
    const answer = await grafana.get<{ data: { result: { value: [number, string] }[] } }>(
      "/api/datasources/proxy/uid/prometheus/api/v1/query?query=node_memory_MemTotal_bytes",
    );
    expect(Number(answer.data.result[0]?.value[1])).toBe(memory("MemTotal"));
  });

  test("saves the flags, so that the next run without them finds all in place and touches nothing", async () => {
    const before = await installation.containers();
    const again = await installation.run("enable");
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain("was up already");
    expect(await installation.containers()).toEqual(before);
  });

  test("with --json prints one document, and progress as JSON lines on standard error", async () => {
    const { stdout, stderr } = await installation.run("enable", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      runtime: "docker",
      urls: { grafana: `http://127.0.0.1:${installation.ports.grafana}` },
      targets: { up: 3, pending: 0, down: [] },
      dashboards: 1,
      started: [],
    });
    const events = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string });
    expect(events.map(({ kind }) => kind)).toContain("step");
  });
});
