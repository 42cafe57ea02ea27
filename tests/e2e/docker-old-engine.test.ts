import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engineOf } from "../machine/engine.ts";
import { machineFolders } from "../machine/folders.ts";
import { buildGrafana } from "../machine/grafana-image.ts";
import { buildImages } from "../machine/images.ts";
import { dockerEnvironment, engineIsShared, hasDocker, localImages } from "./support/docker.ts";
import { makeInstallation, type TestInstallation } from "./support/installation.ts";

/** Debian 12's engine, in place of the newer one for a while: two cannot run side by side. Its images are built once. */
describe.skipIf(!hasDocker || engineIsShared)(
  "on engine 20.10",
  () => {
    const usual = engineOf();
    const old = engineOf("20.10");
    const env: Record<string, string> = { ...dockerEnvironment, DOCKER_HOST: old.dockerHost };
    let installation: TestInstallation;

    beforeAll(async () => {
      await usual.stop();
      await old.start();
      const { DOCKER_CONFIG = "", PATH = "" } = env;
      const builder = {
        cache: machineFolders().cache,
        api: old.api,
        env: { DOCKER_HOST: old.dockerHost, DOCKER_CONFIG, PATH },
        say: (line: string) => console.log(`engine 20.10: ${line}`),
      };
      await buildImages(builder);
      await buildGrafana(builder);
      installation = await makeInstallation(env, localImages);
    });
    afterAll(async () => {
      await installation?.cleanUp();
      await old.tearDown();
      await usual.start();
    });

    test("enable works without what only later engines know, and a second run changes nothing", async () => {
      const enabled = await installation.succeeds("enable");
      expect(enabled.stdout).toMatch(/Targets +3 up\n/);
      expect((await old.api.version()).Version).toMatch(/^20\.10\./);
      const local = readFileSync(join(installation.directory, ".env-manager/docker-compose.local.yml"), "utf8");
      expect(local).not.toContain("start_interval");
      const ids = async () => (await old.api.listContainers()).map(({ Id }) => Id).toSorted();
      const before = await ids();
      expect(before).toHaveLength(5);
      expect((await installation.succeeds("enable")).stdout).toContain("was up already");
      expect(await ids()).toEqual(before);
      await installation.succeeds("disable");
      expect(await old.api.listContainers({ all: true })).toEqual([]);
    });
  },
  600_000,
);
