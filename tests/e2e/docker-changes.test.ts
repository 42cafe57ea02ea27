import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";
import { until } from "./support/installation.ts";
import { freePorts } from "./support/ports.ts";

describe.skipIf(!hasDocker)("a change", () => {
  let installation: DockerInstallation;
  let firstSample: number;

  beforeAll(async () => {
    installation = await dockerInstallation();
    await installation.succeeds("enable");
    firstSample = Date.now() / 1000;
    await until("a first sample", async () => (await samplesAtFirst()) > 0);
  });
  afterAll(() => installation.cleanUp());

  const samplesAtFirst = async () =>
    (await installation.query(`count_over_time(node_load1[10m] @ ${firstSample})`))[0]?.value ?? 0;

  /** The services whose containers another run of enable has replaced. */
  const recreatedBy = async (...flags: string[]) => {
    const before = await installation.containers();
    await installation.succeeds("enable", ...flags);
    const after = await installation.containers();
    expect(after.every(({ running }) => running)).toBe(true);
    const ids = before.map(({ id }) => id);
    return after.filter(({ id }) => !ids.includes(id)).map(({ service }) => service);
  };

  test("of one service's memory recreates that service alone", async () => {
    expect(await recreatedBy("--grafana-memory", "640M")).toEqual(["grafana"]);
    expect((await installation.container("grafana")).HostConfig.Memory).toBe(640 * 1024 ** 2);
  });

  test("of a port moves what listens on it, and its old place is free", async () => {
    const { exporter, grafana } = await freePorts("exporter", "grafana");
    expect(await recreatedBy("--exporter-port", `${exporter}`, "--monitor-port", `${grafana}`)).toEqual([
      "exporter",
      "grafana",
    ]);
    expect((await fetch(`http://127.0.0.1:${exporter}/metrics`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${grafana}/api/health`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${installation.ports.exporter}/metrics`)).rejects.toThrow();
  });

  test("of the scrape interval reaches Prometheus, Grafana follows, and the data is kept", async () => {
    await recreatedBy("--scrape-interval", "1s");
    const answer = await fetch(`http://127.0.0.1:${installation.ports.prometheus}/api/v1/status/config`);
    expect(await answer.text()).toContain("scrape_interval: 1s");
    const { Config } = await installation.container("grafana");
    expect(Config.Env).toContain("SCRAPE_INTERVAL=1s");
    // Back at the default, the committed file is the one in use again.
    await recreatedBy("--scrape-interval", "15s");
    const again = await fetch(`http://127.0.0.1:${installation.ports.prometheus}/api/v1/status/config`);
    expect(await again.text()).toContain("scrape_interval: 15s");
    expect(await samplesAtFirst()).toBeGreaterThan(0);
  });

  test("of Prometheus' version brings up an old one on the same data", async () => {
    // Compose replaces what depends on Prometheus with it.
    expect(await recreatedBy("--prometheus-tag", "v2.42.0")).toEqual(["grafana", "prometheus"]);
    const info = await fetch(`http://127.0.0.1:${installation.ports.prometheus}/api/v1/status/buildinfo`);
    expect(await info.json()).toMatchObject({ data: { version: expect.stringMatching(/^2\.42\.0/) } });
    expect(await samplesAtFirst()).toBeGreaterThan(0);
  });

  test("in the override file is merged last, with variables of one's own", async () => {
    const override = join(installation.directory, "monitoring", "docker-compose.override.yml");
    const env = join(installation.directory, ".env");
    const template = readFileSync(override, "utf8");
    writeFileSync(env, `${readFileSync(env, "utf8")}X_GREETING=hello there\n`);
    writeFileSync(
      override,
      `services:
  prometheus: { image: "prom/prometheus:v2.53.3" }
  exporter: { environment: { GREETING: "\${X_GREETING}" } }
`,
    );
    expect(await recreatedBy()).toEqual(["exporter", "grafana", "prometheus"]);
    expect((await installation.container("prometheus")).Config.Image).toBe("prom/prometheus:v2.53.3");
    expect((await installation.container("exporter")).Config.Env).toContain("GREETING=hello there");
    expect(await recreatedBy()).toEqual([]);
    writeFileSync(override, template);
  });

  test("made by hand in a generated file is set aside and said, and the file written anew", async () => {
    const path = join(installation.directory, "head_1", "docker-compose.yml");
    const generated = readFileSync(path, "utf8");
    writeFileSync(path, generated.replace("restart: unless-stopped", "restart: always"));
    const { stderr } = await installation.succeeds("enable");
    expect(stderr).toContain("head_1/docker-compose.yml is generated and had been changed by hand");
    const kept = /(\S+\/\.env-manager\/replaced\/\S+)/.exec(stderr)?.[1] ?? "";
    expect(readFileSync(kept, "utf8")).toContain("restart: always");
    expect(readFileSync(path, "utf8")).toBe(generated);
  });
});
