import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import type { ImageBuilder } from "./images.ts";

export const grafanaStandInTag = "env-manager-test/grafana-stand-in:12.4.0";

const source = path.resolve(import.meta.dirname, "../stand-ins/grafana");

/** Builds the image that stands in for Grafana, from its own Dockerfile; the engine's build cache makes that short. */
export async function buildGrafanaStandIn({ env, say }: ImageBuilder): Promise<void> {
  if (!existsSync(path.join(source, "Dockerfile"))) {
    say(`skipped ${grafanaStandInTag}: ${path.join(source, "Dockerfile")} does not exist`);
    return;
  }
  await execa("docker", ["build", "--quiet", "--tag", grafanaStandInTag, source], { env: { ...env } });
}
