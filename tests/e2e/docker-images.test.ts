import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type DockerInstallation, docker, dockerInstallation, hasDocker, localImages } from "./support/docker.ts";
import { fingerprint } from "./support/files.ts";

const native = inject("native");
const haproxy = `haproxy:${localImages.HAPROXY_TAG}`;

describe.skipIf(!hasDocker)("images", () => {
  let scratch: string;
  let archive: string;
  let installation: DockerInstallation;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "env-manager-images-"));
    archive = join(scratch, "images.tar");
    // The same small image under a name of its own, so that it can be removed without harm.
    await docker("tag", haproxy, "127.0.0.1:1/team/haproxy:mine");
    installation = await dockerInstallation({ HAPROXY_IMAGE: "127.0.0.1:1/team/haproxy", HAPROXY_TAG: "mine" });
  });
  afterAll(async () => {
    await installation.cleanUp();
    rmSync(scratch, { recursive: true });
    await docker("rmi", "127.0.0.1:1/team/haproxy:mine");
  });

  test("are saved to one archive, loaded from it on a machine that lacks one, and enable works there", async () => {
    const saved = await installation.succeeds("images", "save", archive, "--json");
    const images = [
      "127.0.0.1:1/team/haproxy:mine",
      `${localImages.GRAFANA_IMAGE}:${localImages.GRAFANA_TAG}`,
      "node:26-slim",
      `prom/prometheus:${localImages.PROMETHEUS_TAG}`,
    ];
    expect(JSON.parse(saved.stdout)).toEqual({ file: archive, images });
    expect(statSync(archive).size).toBeGreaterThan(1e8);

    await docker("rmi", "127.0.0.1:1/team/haproxy:mine");
    const without = await installation.run("enable");
    expect(without.exitCode).toBe(69);
    expect(without.stderr).toContain("127.0.0.1:1/team/haproxy:mine");
    expect(without.stderr).toContain("env-manager images load FILE");

    const loaded = await installation.succeeds("images", "load", archive);
    for (const image of images) expect(loaded.stdout).toContain(image);
    await installation.succeeds("enable");
    expect(await installation.containers()).toHaveLength(5);
  });

  test("are not saved over a file that exists", async () => {
    const before = fingerprint(scratch);
    const { exitCode, stderr } = await installation.run("images", "save", archive);
    expect(exitCode).toBe(64);
    expect(stderr).toContain(archive);
    expect(fingerprint(scratch)).toBe(before);
  });

  test("leave nothing half done when saving is interrupted", async () => {
    const file = join(scratch, "interrupted.tar");
    const run = installation.start(["images", "save", file]);
    await run.prints("Saving 4 images");
    run.kill("SIGINT");
    expect((await run).exitCode).toBe(130);
    expect(readdirSync(scratch)).toEqual(["images.tar"]);
  });

  test.each([
    { what: "one that is not there", content: undefined, code: 64, says: "no such file" },
    { what: "an empty one", content: Buffer.alloc(0), code: 1, says: "could not be loaded" },
    {
      what: "none at all",
      content: Buffer.from("This is a letter.\n".repeat(100)),
      code: 1,
      says: "could not be loaded",
    },
  ])("are not loaded from an archive that is damaged: $what", async ({ content, code, says }) => {
    const file = join(scratch, "damaged.tar");
    rmSync(file, { force: true });
    if (content !== undefined) writeFileSync(file, content);
    const { exitCode, stderr } = await installation.run("images", "load", file);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(says);
    expect(stderr).toContain("→");
    expect(stderr).not.toContain("bug in env-manager");
  });

  test("are not loaded from an archive that was cut off", async () => {
    const file = join(scratch, "cut.tar");
    const start = Buffer.alloc(5_000_000);
    const whole = openSync(archive, "r");
    readSync(whole, start);
    closeSync(whole);
    writeFileSync(file, start);
    const { exitCode, stderr } = await installation.run("images", "load", file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("The archive could not be loaded");
  });
});

describe.skipIf(!hasDocker || native === undefined)("where an image cannot be had", () => {
  let installation: DockerInstallation;

  beforeAll(async () => {
    installation = await dockerInstallation({
      GRAFANA_IMAGE: "127.0.0.1:1/grafana",
      PROMETHEUS_BINARY: native?.prometheus["2.53.3"].prometheus ?? "",
    });
  });
  afterAll(() => installation.cleanUp());

  // Nothing is to be downloaded for the native services either.
  const env = { https_proxy: "http://127.0.0.1:1", HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1" };

  test("a first enable says which, why and what to do, and starts nothing", async () => {
    const { exitCode, stderr } = await installation.start(["enable"], { env });
    expect(exitCode).toBe(69);
    for (const words of [
      `127.0.0.1:1/grafana:${localImages.GRAFANA_TAG}`,
      "refused",
      "images load FILE",
      "--runtime native",
    ]) {
      expect(stderr).toContain(words);
    }
    expect(await installation.containers()).toEqual([]);
  });

  test("a first enable with --yes runs the services natively instead, and says what is missing there", async () => {
    const run = await installation.start(["enable", "--yes"], { env });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain("Monitoring runs (native), without grafana");
    expect(await installation.containers()).toEqual([]);
    expect(await installation.targets()).toEqual(
      expect.arrayContaining([expect.objectContaining({ job: "node", health: "up" })]),
    );
    // It stays with the runtime that it was enabled with.
    expect((await installation.start(["enable"], { env })).stdout).toContain("(native)");
    await installation.succeeds("disable");
    await expect(installation.targets()).rejects.toThrow();
  });
});
