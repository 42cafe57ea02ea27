import { readdirSync } from "node:fs";
import type { Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";
import { fingerprint } from "./support/files.ts";
import { close, listenOn } from "./support/ports.ts";

describe.skipIf(!hasDocker)("preflight", () => {
  let installation: DockerInstallation;
  const servers: Server[] = [];

  beforeEach(async () => {
    installation = await dockerInstallation();
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map(close));
    await installation.cleanUp();
  });

  test("names every port that is taken and who has it, and nothing is created", async () => {
    const { grafana, prometheus, exporter } = installation.ports;
    servers.push(await listenOn(grafana), await listenOn(prometheus));
    const before = fingerprint(installation.directory);
    const { exitCode, stderr } = await installation.run("enable", "--grafana-user", "boss");
    expect(exitCode).toBe(69);
    const holder = `taken by node\\S* \\(pid ${process.pid}, user \\w+\\)`;
    expect(stderr).toMatch(new RegExp(`Port ${grafana}, which grafana is to listen on, is ${holder}`));
    expect(stderr).toMatch(new RegExp(`Port ${prometheus}, which gateway is to listen on, is ${holder}`));
    expect(stderr).toContain("--monitor-port PORT");
    expect(stderr).toContain("--prometheus-port PORT");
    expect(stderr).not.toContain(String(exporter));
    expect(readdirSync(installation.directory)).toEqual([".env"]);
    expect(fingerprint(installation.directory)).toBe(before);
    expect([await installation.containers(), await installation.networks(), await installation.volumes()]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test("tells of taken ports and missing images in one run, and with --json in one document", async () => {
    servers.push(await listenOn(installation.ports.exporter));
    const missing = ["--grafana-image", "127.0.0.1:1/grafana", "--haproxy-image", "127.0.0.1:1/haproxy"];
    const { exitCode, stdout } = await installation.run("enable", "--json", ...missing);
    expect(exitCode).toBe(69);
    const { error } = JSON.parse(stdout) as { error: { problems: { what: string; remedy: string }[] } };
    const told = error.problems.map(({ what }) => what).join("\n");
    expect(told).toContain(`Port ${installation.ports.exporter}`);
    expect(told).toContain("The image 127.0.0.1:1/grafana:");
    expect(told).toContain("The image 127.0.0.1:1/haproxy:");
    for (const { remedy } of error.problems) expect(remedy).toBeTruthy();
  });

  test("is all that a dry run does", async () => {
    const { exitCode, stdout } = await installation.run("enable", "--dry-run", "--grafana-user", "boss");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Would start by docker: grafana, prometheus, exporter, gateway, docker-socket-proxy");
    expect(readdirSync(installation.directory)).toEqual([".env"]);
  });
});
