import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { settingsSchema } from "../../environment-manager/settings/schema.ts";
import { settingNames, settingsTable } from "../../environment-manager/settings/table.ts";
import { commonFiles } from "../../environment-manager/stack/files.ts";
import { type MachineFacts, renderInstallation } from "../../environment-manager/stack/installation.ts";
import { docker, dockerEnvironment, hasDocker, localImages } from "./support/docker.ts";

const native = inject("native");

/** One installation as the stack renders it: settings that differ from the defaults, and what was found on the machine. */
interface Case {
  readonly settings?: Readonly<Record<string, string>>;
  readonly facts?: Partial<MachineFacts>;
}

const cases: Readonly<Record<string, Case>> = {
  "the defaults on a new engine": {},
  "the defaults on an engine without start_interval": { facts: { engineKnowsStartInterval: false } },
  "a GPU": { facts: { nvidiaRuntime: true, dcgm: true } },
  "a GPU without dcgm-exporter": { settings: { DCGM_EXPORTER: "off" }, facts: { nvidiaRuntime: true } },
  "a root that is shared, a rootless engine's socket": {
    facts: { rootIsShared: true, dockerSocket: "/run/user/1000/docker.sock" },
  },
  "an IPv6 address": { settings: { MONITOR_BIND: "::1" } },
  "all addresses": { settings: { MONITOR_BIND: "0.0.0.0", GRAFANA_USER: "o'neill @lab" } },
  "a scrape interval and retention of one's own": {
    settings: { SCRAPE_INTERVAL: "1m30s", PROMETHEUS_RETENTION_TIME: "1y", PROMETHEUS_RETENTION_SIZE: "0" },
  },
  "small limits": { settings: { GRAFANA_MEMORY: "192M", PROMETHEUS_CPUS: "0.25", EXPORTER_MEMORY: "0.1G" } },
  "images from elsewhere": { settings: { GRAFANA_IMAGE: "localhost:5000/team/grafana", PROMETHEUS_TAG: "v2.42.0" } },
};

describe.skipIf(!hasDocker)("what the stack renders for", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "env-manager-rendering-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Writes the files, and Compose's variables, which are returned. */
  const write = ({ settings = {}, facts = {} }: Case) => {
    const found: MachineFacts = {
      engineKnowsStartInterval: true,
      dockerSocket: "/var/run/docker.sock",
      rootIsShared: false,
      exporterTag: "abc",
      nvidiaRuntime: false,
      dcgm: false,
      grafanaPasswordFile: join(folder, "password"),
      ...facts,
    };
    const defaults = Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].default]));
    const { composeEnv, files } = renderInstallation(settingsSchema.parse({ ...defaults, ...settings }), found, {});
    for (const { path, content } of [...commonFiles(), ...files]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return composeEnv;
  };

  const composed = async (variables: Readonly<Record<string, string>>) => {
    const files = ["head_1/docker-compose.yml", ".env-manager/docker-compose.local.yml"];
    const { stdout } = await execa(
      "docker",
      ["compose", ...files.flatMap((file) => ["-f", join(folder, file)]), "config", "--format", "json"],
      { env: { ...dockerEnvironment, ...variables } },
    );
    return JSON.parse(stdout).services;
  };

  test.each(Object.entries(cases))("%s is accepted by Compose and promtool", async (_name, rendered) => {
    const variables = write(rendered);
    const services = await composed(variables);
    const hasDcgm = rendered.facts?.dcgm === true;
    expect(Object.keys(services)).toHaveLength(hasDcgm ? 6 : 5);
    expect(services.grafana.environment.GF_SECURITY_ADMIN_USER).toBe(rendered.settings?.["GRAFANA_USER"] ?? "admin");
    expect(services.grafana.ports[0].host_ip).toBe(rendered.settings?.["MONITOR_BIND"] ?? "127.0.0.1");
    expect(services.exporter.runtime).toBe(rendered.facts?.nvidiaRuntime ? "nvidia" : undefined);

    const config = join(folder, "monitoring", "prometheus", variables["PROMETHEUS_CONFIG"] ?? "");
    for (const { promtool } of Object.values(native?.prometheus ?? {})) {
      const { stdout } = await execa(promtool, ["check", "config", config]);
      expect(stdout).toContain("SUCCESS");
    }
  });

  test("the gateway and the socket proxy is accepted by haproxy without a warning", async () => {
    write({});
    for (const service of ["gateway", "docker-socket-proxy"]) {
      const mount = `${join(folder, "monitoring", service)}:/etc/checked:ro`;
      const image = `haproxy:${localImages.HAPROXY_TAG}`;
      const haproxy = ["haproxy", "-c", "-dW", "-f", "/etc/checked/haproxy.cfg"];
      // Names cannot be looked up without a network, which is no mistake in the file.
      const args = ["run", "--rm", "--network", "none", "--volume", mount, "--entrypoint", "", image, ...haproxy];
      const { all } = await execa("docker", args, { env: dockerEnvironment, all: true });
      expect(all).not.toMatch(/WARNING|ALERT/);
    }
  });

  test("by-hand use, from the committed file alone, is accepted by Compose", async () => {
    write({});
    const compose = ["compose", "-f", join(folder, "head_1/docker-compose.yml"), "config", "--services"];
    expect((await docker(...compose)).split("\n").toSorted()).toEqual([
      "docker-socket-proxy",
      "exporter",
      "gateway",
      "grafana",
      "prometheus",
    ]);
  });
});
