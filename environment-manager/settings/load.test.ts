import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../errors.ts";
import { loadSettings, type SettingsRequest } from "./load.ts";
import { projectPaths } from "./project.ts";
import { settingNames } from "./table.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "load-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = (text: string | Uint8Array) => writeFileSync(join(folder, ".env"), text);
const yaml = (text: string) => writeFileSync(join(folder, "env-manager.yaml"), text);

const load = (request: Partial<SettingsRequest> = {}) =>
  loadSettings({ flags: {}, environment: {}, paths: projectPaths(folder), ...request });

async function refusal(request: Partial<SettingsRequest> = {}): Promise<UserError> {
  const error = await load(request).catch((thrown: unknown) => thrown);
  if (error instanceof UserError) return error;
  throw new Error("The settings were accepted");
}

describe("precedence", () => {
  test("without any source everything is its default", async () => {
    const { settings, origins, extra } = await load();
    expect(settings).toMatchObject({ MONITOR_PORT: 3000, GRAFANA_USER: "admin", RUNTIME: "auto", GRAFANA_HOME: "" });
    expect(settingNames.map((name) => origins[name].kind)).toEqual(settingNames.map(() => "default"));
    expect(extra).toEqual({});
  });

  test("a flag wins over the environment, that over .env, that over env-manager.yaml", async () => {
    const lines = (count: number) =>
      ["MONITOR_PORT", "PROMETHEUS_PORT", "EXPORTER_PORT", "ALERTMANAGER_PORT"].slice(0, count);
    yaml(
      lines(4)
        .map((name, index) => `${name.toLowerCase()}: ${1000 + index}\n`)
        .join(""),
    );
    env(
      `# comment\n${lines(3)
        .map((name, index) => `${name}=${2000 + index}\n`)
        .join("")}`,
    );
    const { settings, origins } = await load({
      flags: { MONITOR_PORT: "4000" },
      environment: { MONITOR_PORT: "3000", PROMETHEUS_PORT: "3001" },
    });
    expect(settings).toMatchObject({
      MONITOR_PORT: 4000,
      PROMETHEUS_PORT: 3001,
      EXPORTER_PORT: 2002,
      ALERTMANAGER_PORT: 1003,
    });
    expect(origins).toMatchObject({
      MONITOR_PORT: { kind: "flag", flag: "--monitor-port" },
      PROMETHEUS_PORT: { kind: "environment", variable: "PROMETHEUS_PORT" },
      EXPORTER_PORT: { kind: "env", file: ".env", line: 4 },
      ALERTMANAGER_PORT: { kind: "yaml", file: "env-manager.yaml", line: 4 },
    });
  });

  test("an empty environment variable counts as not set, and those of others do not matter", async () => {
    env("MONITOR_PORT=3001\n");
    const { settings } = await load({ environment: { MONITOR_PORT: "", MONITOR_PROT: "x", PATH: "/bin" } });
    expect(settings.MONITOR_PORT).toBe(3001);
  });
});

describe("variables of .env that are not ours", () => {
  test("are handed on where they are the user's, Docker's or Compose's", async () => {
    env("X_MAIL='a b'\nDOCKER_HOST=unix:///x\nCOMPOSE_BAKE=true\nDOCKER_SOCKET_PROXY_CPUS=0.5\n");
    const { settings, extra } = await load();
    expect(extra).toEqual({ X_MAIL: "a b", DOCKER_HOST: "unix:///x", COMPOSE_BAKE: "true" });
    expect(settings.DOCKER_SOCKET_PROXY_CPUS).toBe("0.5");
  });

  test.each([
    ["GRAFANA_PASWORD=x", "GRAFANA_PASWORD is not a setting", "Write GRAFANA_PASSWORD if that is meant"],
    ["DOCKER_SOCKET_PROXY_CPU=1", "DOCKER_SOCKET_PROXY_CPU is not a setting", "Write DOCKER_SOCKET_PROXY_CPUS"],
    ["SMTP_HOST=x", "SMTP_HOST is not a setting", "begin its name with X_"],
    ["X_=x", "X_ is not a setting", ""],
    ["constructor=x", "constructor is not a setting", ""],
  ])("are refused otherwise: %s", async (line, what, remedy) => {
    env(`\n${line}\n`);
    const { problems, exitCode } = await refusal();
    expect(problems).toEqual([{ what, where: ".env:2", remedy: expect.stringContaining(remedy) }]);
    expect(exitCode).toBe(78);
  });
});

describe("problems", () => {
  test("of all sources are told at once, those of the winning source first", async () => {
    env(
      "MONITOR_PORT=70000\nnonsense\nMONITOR_PROT=1\nGRAFANA_PASSWORD=\nGRAFANA_USER=a:b\nRUNTIME=docker\nRUNTIME=native\n",
    );
    yaml("monitor_port: abc\nprometheus_port: [1]\n");
    const error = await refusal({ flags: { EXPORTER_PORT: "0" }, environment: { GRAFANA_MEMORY: "lots" } });
    expect(error.exitCode).toBe(78);
    expect(error.problems.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      '--exporter-port: --exporter-port is "0"; it must be a whole number from 1 to 65535',
      'environment GRAFANA_MEMORY: GRAFANA_MEMORY is "lots"; it must be an amount of memory of at least 6M, such as 512M or 1G',
      '.env:1: MONITOR_PORT is "70000"; it must be a whole number from 1 to 65535',
      ".env:2: the line is neither KEY=value nor a comment",
      ".env:3: MONITOR_PROT is not a setting",
      ".env:4: GRAFANA_PASSWORD is empty; it must have at least 2 characters, and 8 where Grafana listens on more than loopback",
      '.env:5: GRAFANA_USER is "a:b"; it must not contain a colon, which separates user and password in basic authentication',
      ".env:7: RUNTIME is set a second time; line 6 sets it first",
      'env-manager.yaml:1: monitor_port is "abc"; it must be a whole number from 1 to 65535',
      "env-manager.yaml:2: prometheus_port has more than one value in it",
    ]);
    expect(error.problems.every(({ remedy }) => remedy !== undefined && remedy !== "")).toBe(true);
  });

  test.each([["0"], ["70000"], ["abc"], [""], ["3000 "]])("the flag --monitor-port %j exits 64", async (text) => {
    expect((await refusal({ flags: { MONITOR_PORT: text } })).exitCode).toBe(64);
  });

  test("a bad value is refused also where another source wins", async () => {
    env("MONITOR_PORT=abc\n");
    expect((await refusal({ flags: { MONITOR_PORT: "3001" } })).exitCode).toBe(78);
  });

  test("a secret is not repeated, whatever is wrong with it", async () => {
    env("GRAFANA_PASSWORD='x\n");
    yaml('grafana_password: "hunter22\\n"\n');
    const error = await refusal({
      flags: { GRAFANA_PASSWORD: "hunter22 it's $5" },
      environment: { GRAFANA_PASSWORD: "\thunter22" },
    });
    expect(error.problems).toHaveLength(4);
    expect(JSON.stringify(error.problems) + error.message).not.toContain("hunter");
  });

  test("a flag under another name is told by that name", async () => {
    const { problems } = await refusal({
      flags: { GRAFANA_PASSWORD: "x" },
      flagSpellings: { GRAFANA_PASSWORD: "--grafana-password-file" },
    });
    expect(problems[0]?.where).toBe("--grafana-password-file");
  });

  test("a flag whose value cannot be saved is refused before anything is changed", async () => {
    const error = await refusal({ flags: { GRAFANA_USER: "it's #1\\" } });
    expect(error.problems[0]?.what).toContain("cannot be written to .env");
    expect(error.exitCode).toBe(64);
  });
});

describe("rules between settings", () => {
  test("a flag that collides with a file's port exits 64 and names both places", async () => {
    env("PROMETHEUS_PORT=9999\n");
    const error = await refusal({ flags: { MONITOR_PORT: "9999" } });
    expect(error.problems.map(({ where }) => where)).toEqual(["--monitor-port, .env:1"]);
    expect(error.exitCode).toBe(64);
  });

  test("the default password is refused for all addresses, with the remedy", async () => {
    const error = await refusal({ environment: { MONITOR_BIND: "0.0.0.0" } });
    expect(error.problems[0]?.remedy).toContain("--generate-password");
    expect(error.exitCode).toBe(78);
  });

  test("a strong password from another source makes it right", async () => {
    env("GRAFANA_PASSWORD=pale-horse-41\n");
    expect((await load({ flags: { MONITOR_BIND: "0.0.0.0" } })).settings.MONITOR_BIND).toBe("0.0.0.0");
  });

  test("a setting that is refused by itself is not refused again by a rule", async () => {
    const error = await refusal({ flags: { MONITOR_BIND: "everywhere", GRAFANA_PASSWORD: "x" } });
    expect(error.problems).toHaveLength(2);
  });
});

describe("files that cannot be read", () => {
  test("a folder named .env", async () => {
    mkdirSync(join(folder, ".env"));
    expect(await refusal()).toMatchObject({ exitCode: 78, problems: [{ what: ".env cannot be read (EISDIR)" }] });
  });

  test("bytes that are no text", async () => {
    env(new Uint8Array([0x41, 0x3d, 0xff]));
    expect(await refusal()).toMatchObject({ exitCode: 78, problems: [{ what: ".env is not a text in UTF-8" }] });
  });
});
