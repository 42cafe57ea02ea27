import { existsSync, readFileSync } from "node:fs";
import type { Project } from "../../settings/project.ts";
import type { MachineFacts } from "../../stack/installation.ts";
import { exporterTag } from "./exporter-image.ts";
import type { Engine } from "./find-engine.ts";

/** Engine 25.0, the first with `start_interval`. */
const startIntervalApi = "1.44";

/** Looks at the machine and its engine; changes nothing. */
export function machineFacts({ settings, paths, programRoot }: Project, engine: Engine): MachineFacts {
  const gpu = findGpu(engine);
  const nvidiaRuntime = gpu.driver && gpu.toolkit;
  return {
    engineKnowsStartInterval: !olderVersion(engine.apiVersion, startIntervalApi),
    dockerSocket: engine.socket,
    rootIsShared: !engine.rootless && rootIsShared(),
    exporterTag: exporterTag(programRoot, `${settings.NODE_IMAGE}:${settings.NODE_TAG}`),
    nvidiaRuntime,
    dcgm: settings.DCGM_EXPORTER === "on" || (settings.DCGM_EXPORTER === "auto" && nvidiaRuntime),
    grafanaPasswordFile: paths.grafanaPassword("docker"),
  };
}

/** Whether NVIDIA's driver is loaded, and whether the engine can give its GPUs to containers. */
export const findGpu = (engine: Engine): { driver: boolean; toolkit: boolean } => ({
  driver: existsSync("/proc/driver/nvidia/version"),
  toolkit: engine.runtimes.includes("nvidia"),
});

/** True where `/` is a shared mount (proc(5), mountinfo): only then the engine accepts `rslave`. */
function rootIsShared(): boolean {
  const root = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .find((line) => line.split(" ")[4] === "/");
  return / shared:\d+ /.test(root ?? "");
}

/** Compares versions of numbers and dots: `20.10` is older than `25.0`. */
export function olderVersion(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) =>
    text.split(/[.+-]/).map((part) => Number.parseInt(part, 10) || 0),
  );
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
