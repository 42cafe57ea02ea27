import path from "node:path";
import { unpackPackages } from "./packages.ts";

interface PrometheusPrograms {
  readonly prometheus: string;
  readonly promtool: string;
}

/** Real programs to run without Docker, and to compare ours with. Absolute paths. */
export interface NativeTools {
  readonly prometheus: Readonly<Record<"2.42.0" | "2.53.3", PrometheusPrograms>>;
  /** node_exporter 1.9. */
  readonly nodeExporter: string;
}

export async function nativeTools(cache: string): Promise<NativeTools> {
  const [bookworm, trixie, promtool, nodeExporter] = await unpackPackages(cache, [
    "prometheus/bookworm",
    "prometheus/trixie",
    "promtool/trixie",
    "prometheus-node-exporter/trixie",
  ]);
  const bin = ({ root }: { root: string }, program: string) => path.join(root, "usr/bin", program);
  return {
    prometheus: {
      "2.42.0": { prometheus: bin(bookworm, "prometheus"), promtool: bin(bookworm, "promtool") },
      "2.53.3": { prometheus: bin(trixie, "prometheus"), promtool: bin(promtool, "promtool") },
    },
    nodeExporter: bin(nodeExporter, "prometheus-node-exporter"),
  };
}
