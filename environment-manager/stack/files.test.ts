import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { renderComposeFile } from "./compose-file.ts";
import { commonFiles } from "./files.ts";

const root = join(import.meta.dirname, "..", "..");

describe("the committed files", () => {
  test.each(commonFiles().map(({ path, content }) => [path, content]))(
    "%s equals what the code renders",
    (path, content) => {
      expect(readFileSync(join(root, path), "utf8")).toBe(content);
    },
  );

  test("git would commit every one of them", () => {
    const ignored = commonFiles().filter(({ path }) => isIgnored(path));
    expect(ignored).toEqual([]);
  });
});

function isIgnored(path: string): boolean {
  try {
    execFileSync("git", ["check-ignore", "--quiet", path], { cwd: root });
    return true;
  } catch (error) {
    if ((error as { status?: number }).status === 1) return false;
    throw error;
  }
}

interface RenderedService {
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}
const services: Readonly<Record<string, RenderedService & Readonly<Record<string, unknown>>>> = parse(
  renderComposeFile(),
).services;

describe("every service of the Compose file", () => {
  test.each(Object.entries(services))("%s has no more rights than it needs", (name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
    });
    expect(service["privileged"]).toBeUndefined();
    expect(service["cap_add"]).toEqual(name === "dcgm-exporter" ? ["SYS_ADMIN"] : undefined);
  });

  test.each(Object.entries(services))("%s has limits of memory and CPU that are settings", (_name, service) => {
    const { limits } = (service as unknown as { deploy: { resources: { limits: Record<string, unknown> } } }).deploy
      .resources;
    expect(limits["memory"]).toMatch(/^\$\{\w+_MEMORY:-\d+[MG]\}$/);
    expect(limits["cpus"]).toMatch(/^\$\{\w+_CPUS:-[\d.]+\}$/);
  });

  test("only Grafana's port follows MONITOR_BIND; the others stay on loopback", () => {
    const ports = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(ports).toEqual([
      ["grafana", "${MONITOR_BIND:-127.0.0.1}:${MONITOR_PORT:-3000}:3000"],
      ["exporter", "127.0.0.1:${EXPORTER_PORT:-9410}:9410"],
      ["gateway", "127.0.0.1:${PROMETHEUS_PORT:-9090}:9090"],
    ]);
  });

  test("only the socket proxy holds the engine's socket, and what it holds of the machine is read-only", () => {
    const holders = Object.entries(services).filter(([, { volumes = [] }]) =>
      volumes.some((v) => v.includes("docker.sock")),
    );
    expect(holders.map(([name]) => name)).toEqual(["docker-socket-proxy"]);
    const fromMachine = Object.values(services).flatMap(({ volumes = [] }) => volumes.filter((v) => /^[./$]/.test(v)));
    expect(fromMachine.filter((volume) => !/:ro$|ROOT_MOUNT:-ro\}$/.test(volume))).toEqual([]);
  });

  test("the password is in no environment", () => {
    const values = Object.values(services).flatMap(({ environment = {} }) => Object.values(environment));
    expect(values.join("\n")).not.toMatch(/GRAFANA_PASSWORD(?!_)/);
    expect(services["grafana"]?.environment?.["GF_SECURITY_ADMIN_PASSWORD"]).toBe(
      "$$__file{/run/secrets/grafana_password}",
    );
  });
});
