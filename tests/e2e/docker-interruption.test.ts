import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { api, type DockerInstallation, docker, dockerInstallation, hasDocker } from "./support/docker.ts";

/** Where the manager is, by what it says. Each run goes on from where the one before was ended. */
const points = [
  /Building the image of exporter/,
  /Starting services/,
  /exporter (starting|healthy)/,
  /prometheus healthy/,
];

describe.skipIf(!hasDocker)("enabling", () => {
  let installation: DockerInstallation;

  beforeEach(async () => {
    installation = await dockerInstallation();
  });
  afterEach(() => installation.cleanUp());

  const expectAllUp = async () => {
    const { services, verdict } = JSON.parse((await installation.run("status", "--json")).stdout);
    expect(verdict).toBe("healthy");
    expect(services).toHaveLength(5);
    expect(await installation.containers()).toHaveLength(5);
  };
  const expectNothing = async () => {
    expect(await installation.containers()).toEqual([]);
    expect(await installation.networks()).toEqual([]);
  };

  test("converges after runs that were killed at any point, and nothing is left after disable", async () => {
    await removeExporterImages();
    for (const point of points) {
      const run = installation.start(["enable"]);
      await run.prints(point);
      run.kill("SIGKILL");
      expect((await run).exitCode).toBe(137);
    }
    await installation.succeeds("enable");
    await expectAllUp();
    await installation.succeeds("disable");
    await expectNothing();
  });

  test("that was killed can be followed by disable at once", async () => {
    const run = installation.start(["enable"]);
    await run.prints(/exporter (starting|healthy)/);
    run.kill("SIGKILL");
    await run;
    await installation.succeeds("disable");
    await expectNothing();
  });

  test("ends with 130 when it is interrupted at any point, and the next run goes on", async () => {
    await removeExporterImages();
    for (const point of points) {
      const run = installation.start(["enable"]);
      await run.prints(point);
      run.kill("SIGINT");
      const { exitCode, stdout, stderr } = await run;
      expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "" });
      expect(stderr).toMatch(/Interrupted\. Run the same command again to go on\.\n$/);
    }
    await installation.succeeds("enable");
    await expectAllUp();
  });

  test("twice at once lets one of them work, and tells the other who does", async () => {
    const runs = [installation.start(["enable"]), installation.start(["enable"])];
    const results = (await Promise.all(runs)).toSorted((one, other) => one.exitCode - other.exitCode);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 75]);
    expect(results[1]?.stderr).toMatch(/Another run is changing this installation: env-manager enable .*\(pid \d+\)/);
    await expectAllUp();
  });
});

/** So that the next enable has to build. */
async function removeExporterImages(): Promise<void> {
  const images = await api.listImages({ filters: { reference: ["env-manager-exporter"] } });
  for (const { RepoTags } of images) for (const tag of RepoTags ?? []) await docker("rmi", "--force", tag);
}
