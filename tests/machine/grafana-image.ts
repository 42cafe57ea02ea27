import { buildRealGrafana } from "./grafana-real.ts";
import { buildGrafanaStandIn } from "./grafana-stand-in.ts";
import type { ImageBuilder } from "./images.ts";

/** The image that is Grafana in the tests. */
export interface GrafanaImage {
  readonly image: string;
  readonly tag: string;
  /** False where `TEST_GRAFANA_HOME` gave a real one. */
  readonly standIn: boolean;
}

/** Builds the image: from the home folder of a real Grafana that `TEST_GRAFANA_HOME` names, else the stand-in. */
export async function buildGrafana(builder: ImageBuilder): Promise<GrafanaImage> {
  const home = process.env["TEST_GRAFANA_HOME"];
  if (home === undefined || home === "") return { ...(await buildGrafanaStandIn(builder)), standIn: true };
  return { ...(await buildRealGrafana(builder, home)), standIn: false };
}
