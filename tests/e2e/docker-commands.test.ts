import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";
import { fingerprint } from "./support/files.ts";

describe.skipIf(!hasDocker)("without anything running", () => {
  let installation: DockerInstallation;

  beforeAll(async () => {
    installation = await dockerInstallation();
  });
  afterAll(() => installation.cleanUp());

  test("status says that nothing is enabled; what needs a running stack says what to do", async () => {
    const before = fingerprint(installation.directory);
    const status = await installation.run("status");
    expect(status.exitCode).toBe(1);
    expect(status.stdout).toContain("Start it with: env-manager enable");
    const start = await installation.run("start", "exporter");
    expect(start.exitCode).toBe(1);
    expect(start.stderr).toContain("Monitoring is not enabled here");
    expect((await installation.run("open")).stderr).toContain("Monitoring is not enabled here");
    expect(await installation.succeeds("logs")).toMatchObject({ stdout: "" });
    expect((await installation.succeeds("disable", "--dry-run")).stdout).toContain("nothing");
    expect(fingerprint(installation.directory)).toBe(before);
  });

  test("config shows each value and where it came from, and no secret", async () => {
    const env = { GRAFANA_PASSWORD: "from-the-Environment-1" };
    const { stdout } = await installation.start(["config", "--grafana-user", "boss"], { env });
    expect(stdout).toMatch(/GRAFANA_USER +boss +--grafana-user/);
    expect(stdout).toMatch(/GRAFANA_PASSWORD +\*+ +environment GRAFANA_PASSWORD/);
    expect(stdout).toMatch(/SCRAPE_INTERVAL +2s +\.env:\d+/);
    expect(stdout).toMatch(/MONITOR_BIND +127\.0\.0\.1 +default/);
    const json = await installation.start(["config", "--json"], { env });
    expect(JSON.parse(json.stdout)).toBeTypeOf("object");
    expect(stdout + json.stdout).not.toContain("from-the-Environment-1");
  });

  test("alone, without a terminal, it prints status and help", async () => {
    const { exitCode, stdout } = await installation.run();
    expect(exitCode).toBe(1);
    expect(stdout).toContain("not enabled");
    expect(stdout).toContain("Usage: env-manager");
  });

  test("init fills a new directory, in which enable finds all that it needs", async () => {
    const directory = join(installation.directory, "new", "place");
    await installation.succeeds("init", directory);
    expect(readdirSync(directory)).toContain("monitoring");
    for (const path of [
      "head_1/docker-compose.yml",
      "monitoring/exporter/Dockerfile",
      "monitoring/targets/README.md",
    ]) {
      expect(existsSync(join(directory, path)), path).toBe(true);
    }
    expect((await installation.run("init", directory)).exitCode).toBe(0);
    const env = {
      ...installation.settings,
      PROJECT_NAME: `${installation.name}-init`,
      NETWORK_NAME: `${installation.name}-init`,
    };
    const there = (...args: string[]) => installation.start(["--project-dir", directory, ...args], { env });
    expect(await there("enable")).toMatchObject({ exitCode: 0 });
    expect((await there("status", "--json")).stdout).toContain('"verdict": "healthy"');
    expect(await there("disable")).toMatchObject({ exitCode: 0 });
    await installation.run("delete", "grafana", "--yes", "--project-name", env.PROJECT_NAME);
    await installation.run("delete", "prometheus", "--yes", "--project-name", env.PROJECT_NAME);
  });

  test("init refuses a folder that holds other things", async () => {
    const { exitCode, stderr } = await installation.run("init", "/etc");
    expect(exitCode).toBe(64);
    expect(stderr).toContain("/etc");
  });
});
