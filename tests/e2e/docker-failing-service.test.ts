import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";
import { until } from "./support/installation.ts";

describe.skipIf(!hasDocker)("a service that fails", () => {
  let installation: DockerInstallation;
  let override: string;

  beforeAll(async () => {
    installation = await dockerInstallation();
    override = join(installation.directory, "monitoring", "docker-compose.override.yml");
    mkdirSync(dirname(override));
  });
  afterAll(() => installation.cleanUp());

  test("at its start is named with its last words and a remedy; put right, the next run converges", async () => {
    writeFileSync(override, 'services: { exporter: { command: ["--no-such-flag"] } }\n');
    const { exitCode, stdout, stderr } = await installation.run("enable");
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("✗ exporter ends again and again");
    expect(stderr).toContain("--no-such-flag");
    expect(stderr).toContain("→ Look at its whole log with: env-manager logs exporter");
    // Between its attempts it is seen starting.
    await until("a status that is critical", async () => (await installation.run("status")).exitCode === 2);
    const failed = await installation.run("enable", "--json");
    expect(failed.exitCode).toBe(1);
    expect(JSON.parse(failed.stdout).error).toMatchObject({ kind: "external", program: "exporter" });

    rmSync(override);
    const repaired = await installation.succeeds("enable");
    // Prometheus may have found it down before, which is not true any more.
    expect(repaired.stdout).toMatch(/Targets +(\d up|\d up, .*within 2s)\n/);
    await until("all targets up", async () => (await installation.targets()).every(({ health }) => health === "up"));
    expect((await installation.run("status")).exitCode).toBe(0);
  });

  test("in its health check is named with what the check said", async () => {
    const check = ["CMD", "node", "-e", "console.log('not well'); process.exit(1)"];
    const healthcheck = { test: check, interval: "1s", retries: 1, start_period: "0s" };
    writeFileSync(override, JSON.stringify({ services: { exporter: { healthcheck } } }));
    const { exitCode, stderr } = await installation.run("enable");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("✗ exporter is unhealthy (not well)");
    rmSync(override);
    await installation.succeeds("enable");
  });
});
