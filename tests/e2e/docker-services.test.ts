import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";
import { grafanaAt } from "./support/grafana.ts";
import { until } from "./support/installation.ts";

interface Service {
  readonly service: string;
  readonly state: string;
  readonly url?: string;
}

describe.skipIf(!hasDocker)("of one service", () => {
  let installation: DockerInstallation;

  beforeAll(async () => {
    installation = await dockerInstallation();
    await installation.succeeds("enable");
  });
  afterAll(() => installation.cleanUp());

  const status = async () => {
    const { exitCode, stdout } = await installation.run("status", "--json");
    return { exitCode, ...(JSON.parse(stdout) as { verdict: string; services: readonly Service[] }) };
  };
  const stateOf = async (name: string) => (await status()).services.find(({ service }) => service === name)?.state;

  test("status tells the state and the address", async () => {
    const { exitCode, verdict, services } = await status();
    expect({ exitCode, verdict }).toEqual({ exitCode: 0, verdict: "healthy" });
    expect(services.map(({ service, state }) => `${service} ${state}`)).toEqual([
      "grafana healthy",
      "prometheus healthy",
      "exporter healthy",
      "gateway healthy",
      "docker-socket-proxy healthy",
    ]);
    expect(services[0]?.url).toBe(`http://127.0.0.1:${installation.ports.grafana}`);
    const { exitCode: code, stdout } = await installation.run("status");
    expect(code).toBe(0);
    expect(stdout).toContain(`Monitoring by docker in ${installation.directory}`);
    expect(stdout).toMatch(/prometheus +healthy/);
  });

  test("open prints Grafana's address, and opens no browser for a program", async () => {
    const url = `http://127.0.0.1:${installation.ports.grafana}`;
    expect((await installation.succeeds("open")).stdout).toContain(url);
    expect(JSON.parse((await installation.succeeds("open", "--json")).stdout)).toEqual({ url });
  });

  test("stop and start end and begin it alone, and status counts it", async () => {
    const before = (await installation.containers()).filter(({ service }) => service !== "exporter");
    expect((await installation.succeeds("stop", "exporter")).stdout).toBe("exporter is stopped.\n");
    expect(await status()).toMatchObject({ exitCode: 1, verdict: "warning" });
    expect(await stateOf("exporter")).toBe("stopped");
    await installation.succeeds("start", "exporter");
    expect(await status()).toMatchObject({ exitCode: 0, verdict: "healthy" });
    expect((await installation.containers()).filter(({ service }) => service !== "exporter")).toEqual(before);
  });

  test("restart gives it a new process in the same container", async () => {
    const before = await installation.container("exporter");
    await installation.succeeds("restart", "exporter");
    const after = await installation.container("exporter");
    expect(after.Id).toBe(before.Id);
    expect(Date.parse(after.State.StartedAt)).toBeGreaterThan(Date.parse(before.State.StartedAt));
    expect(await stateOf("exporter")).toBe("healthy");
  });

  test.each(["start", "stop", "restart", "delete", "logs"])(
    "%s refuses an unknown name, with those that are",
    async (verb) => {
      const { exitCode, stderr } = await installation.run(verb, "grafan", ...(verb === "delete" ? ["--yes"] : []));
      expect(exitCode).toBe(64);
      expect(stderr).toContain("There is no service grafan");
      expect(stderr).toContain("grafana, prometheus, exporter, gateway, docker-socket-proxy");
    },
  );

  test("logs shows as many of the last lines as are asked for, and as JSON", async () => {
    const { stdout } = await installation.succeeds("logs", "prometheus", "--tail", "3");
    expect(stdout.trimEnd().split("\n")).toHaveLength(3);
    expect(stdout).toMatch(/^prometheus .*level=/);
    const json = await installation.succeeds("logs", "gateway", "exporter", "-n", "1", "--json");
    const lines = json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { service: string; time: string });
    expect(lines.map(({ service }) => service).toSorted()).toEqual(["exporter", "gateway"]);
    for (const { time } of lines) expect(Math.abs(Date.now() - Date.parse(time))).toBeLessThan(600_000);
    expect((await installation.run("logs", "--tail", "few")).exitCode).toBe(64);
  });

  test("logs --errors leaves out what all is well with", async () => {
    await grafanaAt(installation.ports.grafana).get("/api/datasources/proxy/uid/nowhere/api/v1/query");
    const all = await installation.succeeds("logs", "grafana", "--tail", "1000");
    const { stdout } = await installation.succeeds("logs", "grafana", "--errors", "--tail", "1000");
    expect(stdout.length).toBeLessThan(all.stdout.length);
    expect(stdout).not.toMatch(/level=info/);
  });

  test("logs --follow shows what comes, until it is interrupted", async () => {
    const run = installation.start(["logs", "-f", "grafana", "--tail", "0"]);
    const shown = run.prints(/grafana .*authenticat/i).then(() => true);
    const soon = () => new Promise<false>((resolve) => setTimeout(resolve, 200, false));
    await until("a line about a refused login", async () => {
      await grafanaAt(installation.ports.grafana).login("nobody", "wrong");
      return Promise.race([shown, soon()]);
    });
    run.kill("SIGINT");
    expect(await run).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("delete asks first, and without a terminal refuses", async () => {
    const { exitCode, stderr } = await installation.run("delete", "prometheus");
    expect(exitCode).toBe(64);
    expect(stderr).toContain("--yes");
    const dry = await installation.succeeds("delete", "prometheus", "--dry-run");
    expect(dry.stdout).toContain("Would stop prometheus and wipe its data");
    expect(await stateOf("prometheus")).toBe("healthy");
    expect(await installation.volumes()).toHaveLength(2);
  });

  test("delete --yes wipes its data and no other; the next start begins anew", async () => {
    const now = Date.now() / 1000;
    const samples = async () => (await installation.query(`count_over_time(node_load1[10m] @ ${now})`))[0]?.value ?? 0;
    await until("a first sample", async () => (await samples()) > 0);
    await installation.succeeds("delete", "prometheus", "--yes");
    expect(await stateOf("prometheus")).toBe("absent");
    expect(await installation.volumes()).toEqual([`${installation.name}_grafana_data`]);
    await installation.succeeds("start", "prometheus");
    expect(await samples()).toBe(0);
    expect(await status()).toMatchObject({ verdict: "healthy" });
  });
});
