import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { engineOf } from "../machine/engine.ts";
import { type DockerInstallation, dockerInstallation, engineIsShared, hasDocker } from "./support/docker.ts";
import type { Run } from "./support/program.ts";

/** Skipped where others use the engine. */
describe.skipIf(!hasDocker || engineIsShared)("an engine that goes in the middle of enable", () => {
  const engine = engineOf();
  let installation: DockerInstallation;

  beforeEach(async () => {
    installation = await dockerInstallation();
  });
  afterEach(async () => {
    engine.resume();
    await engine.start();
    await installation.cleanUp();
  });

  const expectClearError = ({ exitCode, stderr, seconds }: Run) => {
    expect([1, 69]).toContain(exitCode);
    expect(stderr).toMatch(/✗ .*(engine|docker)/i);
    expect(stderr).toContain("→");
    expect(stderr).not.toMatch(/bug in env-manager/);
    expect(seconds).toBeLessThan(60);
    expect(composeProcesses(installation)).toEqual([]);
  };
  const expectConvergence = async () => {
    await installation.succeeds("enable");
    expect(await installation.containers()).toHaveLength(5);
    await installation.succeeds("disable");
    expect(await installation.containers()).toEqual([]);
    expect(await installation.networks()).toEqual([]);
  };

  test("by a shutdown is told as such; when it is back, enable converges", async () => {
    const run = installation.start(["enable"]);
    await run.prints(/exporter (starting|healthy)/);
    await engine.stop();
    expectClearError(await run);
    const without = await installation.run("enable");
    expect(without.exitCode).toBe(69);
    expect(without.stderr).toContain("No Docker engine answers");
    await engine.start();
    await expectConvergence();
  });

  test("by silence ends the run within a minute; when it answers again, enable converges", async () => {
    const run = installation.start(["enable"]);
    await run.prints(/exporter (starting|healthy)/);
    engine.pause();
    const result = await run;
    expectClearError(result);
    expect(result.exitCode).toBe(69);
    expect(result.stderr).toContain("no answer in 15 s");
    const status = await installation.run("status");
    expect(status.exitCode).toBe(69);
    expect(status.stderr).toContain("no answer in 5 s");
    engine.resume();
    await expectConvergence();
  });
});

/** Command lines of Compose at work for the installation. */
const composeProcesses = ({ directory }: DockerInstallation): readonly string[] =>
  readdirSync("/proc").flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      return line.includes("compose") && line.includes(directory) ? [line] : [];
    } catch {
      return [];
    }
  });
