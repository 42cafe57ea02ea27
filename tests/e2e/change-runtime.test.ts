import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";

const prometheus = inject("native")?.prometheus["2.53.3"].prometheus;

describe.skipIf(!hasDocker || prometheus === undefined)("changing the runtime", () => {
  let installation: DockerInstallation;

  // Grafana is left out natively: that makes no difference here.
  beforeAll(async () => {
    installation = await dockerInstallation({ PROMETHEUS_BINARY: prometheus ?? "" });
  });
  afterAll(() => installation.cleanUp());

  test("from native to Docker and back takes over the ports, and leaves nothing of the former one", async () => {
    await installation.succeeds("enable", "--runtime", "native");
    const looked = await installation.succeeds("enable", "--runtime", "docker", "--dry-run");
    expect(looked.stdout).toContain(`Port ${installation.ports.exporter}, once it is free`);
    await installation.succeeds("enable", "--runtime", "docker");
    expect((await installation.containers()).every(({ running }) => running)).toBe(true);
    expect((await installation.succeeds("status")).stdout).toContain("Monitoring by docker");

    await installation.succeeds("enable", "--runtime", "native");
    expect(await installation.containers()).toEqual([]);
    expect((await installation.run("status")).stdout).toContain("Monitoring by native");
  });

  test("away from an engine that is gone goes on, and says what may be left", async () => {
    await installation.succeeds("enable", "--runtime", "docker");
    await installation.succeeds("stop", "exporter");
    await installation.succeeds("stop", "gateway");
    await installation.succeeds("stop", "grafana");
    const gone = { DOCKER_HOST: "unix:///nonexistent.sock" };
    const { exitCode, stderr } = await installation.start(["enable", "--runtime", "native"], { env: gone });
    expect(stderr).toContain("Containers of before may be left");
    expect(stderr).toContain(`docker compose -p ${installation.name} down`);
    expect(exitCode).toBe(0);
  });
});
