import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { settingsSchema } from "../settings/schema.ts";
import { settingNames, settingsTable } from "../settings/table.ts";
import { type MachineFacts, renderInstallation } from "./installation.ts";

const facts: MachineFacts = {
  engineKnowsStartInterval: false,
  dockerSocket: "/var/run/docker.sock",
  rootIsShared: false,
  exporterTag: "abc",
  nvidiaRuntime: false,
  dcgm: false,
  grafanaPasswordFile: "/p/.env-manager/secrets/grafana_password",
};

const settings = (changes: Record<string, string> = {}) =>
  settingsSchema.parse({
    ...Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].default])),
    ...changes,
  });

const file = (installation: ReturnType<typeof renderInstallation>, path: string) =>
  installation.files.find((one) => one.path === path)?.content;

describe("what differs between installations", () => {
  test("with the default settings Prometheus reads the committed file", () => {
    const installation = renderInstallation(settings(), facts, {});
    expect(installation.composeEnv["PROMETHEUS_CONFIG"]).toBe("prometheus.yml");
    expect(file(installation, "monitoring/prometheus/prometheus.local.yml")).toBeUndefined();
  });

  test("a scrape interval of one's own gives a configuration of one's own", () => {
    const installation = renderInstallation(settings({ SCRAPE_INTERVAL: "5s" }), facts, {});
    expect(installation.composeEnv["PROMETHEUS_CONFIG"]).toBe("prometheus.local.yml");
    const config = parse(file(installation, "monitoring/prometheus/prometheus.local.yml") ?? "");
    expect(config.global.scrape_interval).toBe("5s");
  });

  test("dcgm-exporter is scraped where it runs, in milliseconds of the scrape interval", () => {
    const installation = renderInstallation(settings({ SCRAPE_INTERVAL: "1m30s" }), { ...facts, dcgm: true }, {});
    expect(installation.composeEnv).toMatchObject({ COMPOSE_PROFILES: "dcgm", DCGM_INTERVAL_MS: "90000" });
    expect(file(installation, "monitoring/prometheus/prometheus.local.yml")).toContain("dcgm-exporter:9400");
  });

  const local = (changes: Record<string, string>, found: Partial<MachineFacts>) =>
    parse(
      file(
        renderInstallation(settings(changes), { ...facts, ...found }, {}),
        ".env-manager/docker-compose.local.yml",
      ) ?? "",
    ).services;

  test("health is checked often during the start only where the engine knows the word", () => {
    expect(local({}, { engineKnowsStartInterval: false }).exporter).toBeUndefined();
    const { grafana, "dcgm-exporter": dcgm } = local({}, { engineKnowsStartInterval: true });
    expect(grafana).toMatchObject({ healthcheck: { start_interval: "100ms" } });
    expect(dcgm).toBeUndefined();
  });

  test("a service has another label when a file has changed that it reads at its start, and no other service has", () => {
    const [before, after] = [local({ SCRAPE_INTERVAL: "5s" }, {}), local({ SCRAPE_INTERVAL: "6s" }, {})];
    expect(after.prometheus.labels).not.toEqual(before.prometheus.labels);
    expect({ ...after, prometheus: undefined }).toEqual({ ...before, prometheus: undefined });
  });

  test("Compose's variables hold every setting but the secrets, and the user's own", () => {
    const { composeEnv } = renderInstallation(settings({ GRAFANA_PASSWORD: "correct horse" }), facts, { X_MINE: "1" });
    expect(composeEnv).toMatchObject({ MONITOR_PORT: "3000", X_MINE: "1" });
    expect(Object.values(composeEnv).join()).not.toContain("correct horse");
    expect(composeEnv["GRAFANA_PASSWORD"]).toBeUndefined();
  });

  test("an IPv6 address is put in brackets for Compose", () => {
    const { composeEnv } = renderInstallation(settings({ MONITOR_BIND: "::1" }), facts, {});
    expect(composeEnv["MONITOR_BIND"]).toBe("[::1]");
  });
});
