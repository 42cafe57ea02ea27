import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, docker, dockerInstallation, hasDocker } from "./support/docker.ts";
import { grafanaAt } from "./support/grafana.ts";
import { until } from "./support/installation.ts";

describe.skipIf(!hasDocker)("disabling", () => {
  let installation: DockerInstallation;

  beforeAll(async () => {
    installation = await dockerInstallation();
    await installation.succeeds("enable");
  });
  afterAll(() => installation.cleanUp());

  const samples = async (at: number) =>
    (await installation.query(`count_over_time(node_load1[10m] @ ${at})`))[0]?.value ?? 0;

  test("leaves no container and no network, but the data, with which the next enable goes on", async () => {
    const grafana = grafanaAt(installation.ports.grafana);
    expect(await grafana.send("POST", "/api/folders", { uid: "mine", title: "Mine" })).toBe(200);
    const now = Date.now() / 1000;
    await until("a first sample", async () => (await samples(now)) > 0);
    const volumes = await installation.volumes();
    expect(volumes).toHaveLength(2);

    const { stdout } = await installation.succeeds("disable");
    expect(stdout).toContain("Data and settings are kept");
    expect(await installation.containers()).toEqual([]);
    expect(await installation.networks()).toEqual([]);
    expect(await installation.volumes()).toEqual(volumes);
    expect((await installation.succeeds("disable")).stdout).toContain("Nothing was running");
    const status = await installation.run("status");
    expect(status.exitCode).toBe(1);
    expect(status.stdout).toContain("not enabled");

    await installation.succeeds("enable");
    expect(await samples(now)).toBeGreaterThan(0);
    expect(await grafana.get("/api/folders/mine")).toMatchObject({ title: "Mine" });
  });

  test("touches neither a container of others in the same network, nor their volumes", async () => {
    const name = `${installation.name}-guest`;
    const network = installation.settings["NETWORK_NAME"] ?? "";
    const volume = ["--volume", `${installation.name}_guest_data:/data`];
    await docker(
      "run",
      "-d",
      "--name",
      name,
      "--network",
      network,
      ...volume,
      "env-manager-test/base:26",
      "sleep",
      "900",
    );
    try {
      await installation.succeeds("disable");
      expect(await docker("inspect", "--format", "{{.State.Running}}", name)).toBe("true");
      expect(await docker("volume", "ls", "--quiet")).toContain(`${installation.name}_guest_data`);
      expect(await installation.containers()).toEqual([]);
      await installation.succeeds("enable");
      const seen = await docker("exec", name, "curl", "-fsS", "http://exporter:9410/metrics");
      expect(seen).toContain("node_memory_MemTotal_bytes");
    } finally {
      await docker("rm", "--force", "--volumes", name);
      await docker("volume", "rm", `${installation.name}_guest_data`);
    }
    await installation.succeeds("disable");
    expect(await installation.networks()).toEqual([]);
  });

  test("after the project was renamed finds nothing of the former name, whose data stays", async () => {
    await installation.succeeds("enable");
    const renamed = `${installation.name}-renamed`;
    const { stderr } = await installation.succeeds("enable", "--project-name", renamed);
    expect(stderr).toContain(`The services of the former project ${installation.name} are removed`);
    expect(await installation.containers()).toEqual([]);
    expect(
      (await docker("ps", "--filter", `label=com.docker.compose.project=${renamed}`, "--quiet")).split("\n"),
    ).toHaveLength(5);
    expect(await installation.networks()).toEqual([]);
    expect(await installation.volumes()).toHaveLength(2);

    await installation.succeeds("disable");
    const left = async (kind: string) => docker(kind, "ls", "--quiet", "--filter", `name=${installation.name}`);
    expect(await left("container")).toBe("");
    expect(await left("network")).toBe("");
    await docker("volume", "rm", `${renamed}_grafana_data`, `${renamed}_prometheus_data`);
  });
});
