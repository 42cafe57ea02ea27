import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { buildGrafanaStandIn as layOutContext } from "../stand-ins/grafana/build.ts";
import { nodeAndCurlTag } from "./images/node.ts";
import type { ImageBuilder } from "./images.ts";

const image = "env-manager-test/grafana-stand-in";
const tag = "12.4.0";

/**
 * Builds the image that stands in for Grafana, which the engine's build cache makes short. Where that fails it says so and
 * goes on: the tests that need the image will fail, the others can still be run.
 */
export async function buildGrafanaStandIn({ cache, env, say }: ImageBuilder): Promise<{ image: string; tag: string }> {
  const scratch = path.join(cache, "scratch");
  await mkdir(scratch, { recursive: true });
  const context = await mkdtemp(path.join(scratch, "grafana-"));
  try {
    await layOutContext(context);
    const base = `STAND_IN_BASE=${nodeAndCurlTag}`;
    await execa("docker", ["build", "--quiet", "--build-arg", base, "--tag", `${image}:${tag}`, context], {
      env: { ...env },
    });
  } catch (error) {
    say(`${image}:${tag} could not be built: ${error instanceof Error ? error.message : error}`);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  return { image, tag };
}
