import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker, type TestContainer } from "./support/docker.ts";
import { fingerprint } from "./support/files.ts";
import type { Run } from "./support/program.ts";

const usage = 64;
const configuration = 78;

describe.skipIf(!hasDocker)("a running installation is left as it is by", () => {
  let installation: DockerInstallation;
  let containers: readonly TestContainer[];
  let env: string;

  beforeAll(async () => {
    installation = await dockerInstallation();
    await installation.succeeds("enable");
    containers = await installation.containers();
    env = readFileSync(join(installation.directory, ".env"), "utf8");
  });
  afterAll(() => installation.cleanUp());

  /** Runs, and proves that neither a file nor a container has changed. */
  const refused = async (run: () => Promise<Run>): Promise<Run> => {
    const before = fingerprint(installation.directory);
    const result = await run();
    expect(fingerprint(installation.directory)).toBe(before);
    expect(await installation.containers()).toEqual(containers);
    return result;
  };

  test.each([
    { flags: ["--monitor-port", "0"], says: ["--monitor-port", "1 to 65535", "3000"] },
    { flags: ["--monitor-port", "70000"], says: ["--monitor-port", "1 to 65535"] },
    { flags: ["--monitor-port", "abc"], says: ["--monitor-port", '"abc"'] },
    { flags: ["--grafana-password", ""], says: ["--grafana-password is empty"] },
    { flags: ["--grafana-password", "x"], says: ["--grafana-password", "characters"] },
    { flags: ["--grafana-user", "a:b"], says: ["--grafana-user", "colon"] },
    { flags: ["--monitor-bind", "0.0.0.0"], says: ["default password", "--generate-password"] },
    {
      flags: ["--monitor-bind", "::", "--grafana-password", "short"],
      says: ["8 characters", "--grafana-password-file"],
    },
    { flags: ["--monitor-prot", "3000"], says: ["--monitor-prot", "--monitor-port"] },
    { flags: ["--prometheus-retention-time", "soon"], says: ["--prometheus-retention-time"] },
  ])("the flags $flags", async ({ flags, says }) => {
    const { exitCode, stdout, stderr } = await refused(() => installation.run("enable", ...flags));
    expect(exitCode).toBe(usage);
    expect(stdout).toBe("");
    for (const words of says) expect(stderr).toContain(words);
    expect(stderr).toContain("→");
  });

  describe("files that are wrong:", () => {
    afterEach(() => {
      writeFileSync(join(installation.directory, ".env"), env);
      rmSync(join(installation.directory, "env-manager.yaml"), { force: true });
    });
    const nextLine = () => env.split("\n").length;

    test.each([
      { line: "SCRAPE_INTERVALL=2s", says: ["SCRAPE_INTERVAL"] },
      { line: "PROMETHEUS_CPUS=many", says: ["PROMETHEUS_CPUS", '"many"'] },
      { line: 'GRAFANA_PASSWORD="not closed', says: ["quote"] },
      { line: "GRAFANA_PASSWORD=", says: ["GRAFANA_PASSWORD is empty"] },
    ])(".env with $line", async ({ line, says }) => {
      appendFileSync(join(installation.directory, ".env"), `${line}\n`);
      const { exitCode, stderr } = await refused(() => installation.run("enable"));
      expect(exitCode).toBe(configuration);
      for (const words of [`.env:${nextLine()}`, ...says, "→"]) expect(stderr).toContain(words);
    });

    test("env-manager.yaml with an unknown key and a bad value, and .env, all told at once", async () => {
      writeFileSync(join(installation.directory, "env-manager.yaml"), "monitor_prot: 3000\nexporter_port: 0\n");
      appendFileSync(join(installation.directory, ".env"), "GRAFANA_USER=a:b\n");
      const { exitCode, stderr } = await refused(() => installation.run("enable"));
      expect(exitCode).toBe(configuration);
      for (const where of ["env-manager.yaml:1", "env-manager.yaml:2", `.env:${nextLine()}`]) {
        expect(stderr).toContain(where);
      }
      expect(stderr).toContain("monitor_port");
    });
  });

  test("an environment variable that is wrong", async () => {
    const { exitCode, stderr } = await refused(() =>
      installation.start(["enable"], { env: { PROMETHEUS_PORT: "9090x" } }),
    );
    expect(exitCode).toBe(configuration);
    expect(stderr).toContain("environment PROMETHEUS_PORT");
  });

  test.each([
    { text: "services: [\n", says: "yaml" },
    { text: "services:\n  grafana:\n    imagee: x\n", says: "imagee" },
    { text: "services:\n  grafana:\n    networks: [nowhere]\n", says: "nowhere" },
  ])("an override file that Compose refuses: $says", async ({ text, says }) => {
    const path = join(installation.directory, "monitoring", "docker-compose.override.yml");
    const kept = readFileSync(path, "utf8");
    writeFileSync(path, text);
    try {
      const { exitCode, stderr } = await refused(() => installation.run("enable", "--grafana-cpus", "0.4"));
      expect(exitCode).toBe(configuration);
      for (const words of [says, path, "→"]) expect(stderr).toContain(words);
    } finally {
      writeFileSync(path, kept);
    }
  });

  test("another directory with the same project name, which is refused and cannot stop or wipe it", async () => {
    const other = await dockerInstallation({ PROJECT_NAME: installation.name });
    try {
      const enabled = await refused(() => other.run("enable"));
      expect(enabled.exitCode).toBe(69);
      expect(enabled.stderr).toContain(installation.directory);
      expect(enabled.stderr).toContain("--project-name");
      expect(await refused(() => other.run("disable"))).toMatchObject({
        exitCode: 0,
        stdout: "Nothing was running.\n",
      });
      const deleted = await refused(() => other.run("delete", "prometheus", "--yes"));
      expect(deleted.exitCode).toBe(69);
      expect(deleted.stderr).toContain(installation.directory);
      expect(await installation.volumes()).toHaveLength(2);
      expect((await other.run("status")).stdout).toContain("not enabled");
    } finally {
      rmSync(other.directory, { recursive: true });
    }
  });
});
