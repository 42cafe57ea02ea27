import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { stringify } from "yaml";

const docker = inject("docker");
const native = inject("native");

const run = async (program: string, ...args: string[]) =>
  (await execa(program, args, { env: { ...docker?.env }, all: true })).all;

describe.skipIf(docker === undefined)("the test machine's engine", () => {
  test("is Debian's 26.1 with Compose 2.26", async () => {
    expect(await run("docker", "version", "--format", "{{.Server.Version}}")).toMatch(/^26\.1\./);
    expect(await run("docker", "compose", "version", "--short")).toMatch(/^2\.26\.1/);
  });

  test("runs Node as the user node of the slim image", async () => {
    const args = ["run", "--rm", "--user", "node", "node:26-slim", "node", "-p", "process.version + process.getuid()"];
    expect(await run("docker", ...args)).toMatch(/^v26\.\d+\.\d+1000$/);
  });

  test("has curl beside Node in the base image of our own", async () => {
    expect(await run("docker", "run", "--rm", "env-manager-test/base:26", "curl", "--version")).toMatch(/^curl 8\./);
  });

  test("runs haproxy as its own user", async () => {
    expect(await run("docker", "run", "--rm", "haproxy:3.0-alpine", "haproxy", "-v")).toMatch(
      /^HAProxy version 3\.0\./,
    );
    expect(await run("docker", "run", "--rm", "haproxy:3.0-alpine", "id", "-u")).toBe("99");
  });
});

// 2.42's promtool has no `check ready`; every version's image has busybox' wget.
const images = [
  { image: "prom/prometheus:v2.53.3", check: ["CMD", "promtool", "check", "ready", "--url=http://127.0.0.1:9090"] },
  { image: "prom/prometheus:v2.42.0", check: ["CMD", "wget", "-q", "-O", "-", "http://127.0.0.1:9090/-/ready"] },
];

describe.skipIf(docker === undefined).each(images)("Compose with $image", ({ image, check }) => {
  let folder: string;
  const compose = (...args: string[]) => run("docker", "compose", "--project-directory", folder, ...args);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "machine-"));
    const healthcheck = { test: check, interval: "5s", start_period: "30s", start_interval: "100ms" };
    const prometheus = { image, healthcheck, ports: ["9090"], read_only: true, volumes: ["data:/prometheus"] };
    await writeFile(path.join(folder, "compose.yaml"), stringify({ services: { prometheus }, volumes: { data: {} } }));
  });

  afterAll(async () => {
    await compose("down", "--volumes");
    await rm(folder, { recursive: true });
  });

  test("becomes healthy and answers on a loopback port", async () => {
    await compose("up", "--detach", "--wait");
    const address = await compose("port", "prometheus", "9090");
    expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`http://${address}/-/ready`)).text()).toContain("Prometheus Server is Ready.");
  });
});

describe.skipIf(native === undefined)("the test machine's programs", () => {
  test("are what their names say", async () => {
    if (native === undefined) return;
    for (const [version, { prometheus, promtool }] of Object.entries(native.prometheus)) {
      expect(await run(prometheus, "--version")).toContain(`version ${version}`);
      expect(await run(promtool, "--version")).toContain(`version ${version}`);
    }
    expect(await run(native.nodeExporter, "--version")).toContain("version 1.9.");
  });
});
