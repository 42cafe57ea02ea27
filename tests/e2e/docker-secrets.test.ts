import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Exposure, watchCommandLines } from "./support/command-lines.ts";
import { api, type DockerInstallation, docker, dockerInstallation, hasDocker } from "./support/docker.ts";
import { filesWith } from "./support/files.ts";
import { grafanaAt } from "./support/grafana.ts";
import type { Run } from "./support/program.ts";

/** Strong, and with what shells, Compose and URLs would read as theirs. */
const newPassword = () => `p$PATH %41&${randomUUID()}`;

describe.skipIf(!hasDocker)("Grafana's password", () => {
  const password = newPassword();
  let scratch: string;
  let installation: DockerInstallation;
  let enabled: Run;
  let exposures: readonly Exposure[];

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "env-manager-secrets-"));
    writeFileSync(join(scratch, "password"), `${password}\n`);
    installation = await dockerInstallation();
    const watch = watchCommandLines(password);
    enabled = await installation.succeeds("enable", "--grafana-password-file", join(scratch, "password"));
    exposures = await watch.stop();
  });
  afterAll(async () => {
    await installation.cleanUp();
    rmSync(scratch, { recursive: true });
  });

  const forms = [password, encodeURIComponent(password), Buffer.from(`admin:${password}`).toString("base64")];
  const expectNone = (text: string) => {
    for (const form of forms) expect(text).not.toContain(form);
  };

  test("is the one from the file, whatever characters it has", async () => {
    expect(await grafanaAt(installation.ports.grafana).login("admin", password)).toBe(200);
  });

  test("shows in nobody's command line while the stack is brought up", () => {
    expect(exposures).toEqual([]);
  });

  test("shows in nothing that the engine tells of containers, images, volumes and networks", async () => {
    const containers = await Promise.all(
      (await installation.containers()).map(({ id }) => api.getContainer(id).inspect()),
    );
    expect(containers).toHaveLength(5);
    expectNone(JSON.stringify(containers));
    for (const { Image } of containers) {
      expectNone(JSON.stringify(await api.getImage(Image).inspect()));
      expectNone(await docker("history", "--no-trunc", "--format", "{{json .}}", Image));
    }
    expectNone(JSON.stringify([await api.listVolumes(), await api.listNetworks()]));
  });

  test("stands in .env and in one file below secrets, which only their owner can reach", () => {
    const { directory } = installation;
    expect(filesWith(directory, password)).toEqual([".env", ".env-manager/secrets/docker/grafana_password"]);
    const mode = (path: string) => statSync(join(directory, path)).mode & 0o777;
    expect(mode(".env")).toBe(0o600);
    expect(mode(".env-manager/secrets")).toBe(0o700);
    expect(mode(".env-manager")).toBe(0o700);
  });

  test("is in nothing that the program prints: progress, summary, JSON, settings, logs, errors", async () => {
    const runs = [
      enabled,
      await installation.run("enable", "--json"),
      await installation.run("config", "--json"),
      await installation.run("config"),
      await installation.run("status", "--json"),
      await installation.run("logs"),
      await installation.run("enable", "--debug", "--monitor-port", "0"),
      await installation.run("enable", "--json", "--monitor-port", "0", "--grafana-password", password),
    ];
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0, 64, 64]);
    expectNone(JSON.stringify(runs.flatMap(({ stdout, stderr }) => [stdout, stderr])));
    for (const { stdout, stderr } of runs) expectNone(stdout + stderr);
  });

  test("can be piped in, and shows nowhere then either", async () => {
    const piped = newPassword();
    const watch = watchCommandLines(piped);
    const run = await installation.start(["enable", "--grafana-password-file", "-"], { input: `${piped}\n` });
    expect(await watch.stop()).toEqual([]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout + run.stderr).not.toContain(piped);
    expect(await grafanaAt(installation.ports.grafana).login("admin", piped)).toBe(200);
  });

  test("given as a flag leaves the command line before anything is done", async () => {
    const flag = newPassword();
    const watch = watchCommandLines(flag);
    const run = installation.start(["enable", "--grafana-password", flag]);
    await run.prints("Checking this machine");
    const atWork = performance.now();
    expect(await run).toMatchObject({ exitCode: 0 });
    const seen = await watch.stop();
    // Until Node runs, the launcher and what it forks have the arguments that people typed.
    expect(seen.filter(({ last }) => last > atWork)).toEqual([]);
    expect(await grafanaAt(installation.ports.grafana).login("admin", flag)).toBe(200);
  });
});
