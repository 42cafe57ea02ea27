import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, dockerInstallation, hasDocker } from "./support/docker.ts";

// Small ones in place of the real ones: what matters is that all that the settings name are in the archive.
const images = { GRAFANA_IMAGE: "env-manager-test/base", GRAFANA_TAG: "26", PROMETHEUS_IMAGE: "haproxy" };
const small = { ...images, PROMETHEUS_TAG: "3.0-alpine", NODE_IMAGE: "env-manager-test/base", NODE_TAG: "26" };
const names = ["env-manager-test/base:26", "haproxy:3.0-alpine"];

describe.skipIf(!hasDocker)("image archives", () => {
  let installation: DockerInstallation;
  let archive: string;

  beforeAll(async () => {
    installation = await dockerInstallation(small);
    archive = join(tmpdir(), `${installation.name}.tar`);
  });
  afterAll(async () => {
    await installation.cleanUp();
    for (const file of [archive, `${archive}.gz`]) rmSync(file, { force: true });
  });

  test("save writes one archive with every image of the stack, and load loads it, compressed or not", async () => {
    const saved = await installation.succeeds("images", "save", archive, "--json");
    expect(JSON.parse(saved.stdout)).toEqual({ file: archive, images: names });
    expect(statSync(archive).size).toBeGreaterThan(1_000_000);

    const loaded = await installation.succeeds("images", "load", archive, "--json");
    expect(JSON.parse(loaded.stdout).images.toSorted()).toEqual(names);

    writeFileSync(`${archive}.gz`, gzipSync(readFileSync(archive), { level: 1 }));
    const again = await installation.succeeds("images", "load", `${archive}.gz`, "--json");
    expect(JSON.parse(again.stdout).images.toSorted()).toEqual(names);
  });

  test("an archive that is cut off, or no archive, is refused with what the engine says", async () => {
    writeFileSync(`${archive}.gz`, readFileSync(archive).subarray(0, 1_000_000));
    const { exitCode, stderr } = await installation.run("images", "load", `${archive}.gz`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("The archive could not be loaded");
  });
});
