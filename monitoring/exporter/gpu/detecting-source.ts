import { detectGpus, type GpuDetection, type GpuPlaces } from "./detect.ts";
import type { GpuSource } from "./source.ts";

/** Makes the source that fits what was found. */
export type OpenSource = (detection: GpuDetection) => GpuSource;

/** Why cards that are there cannot be read, and what to do about it; `undefined` when they can, or there are none. */
export const obstacle = ({ driverVersion, cards, deviceFiles, tool }: GpuDetection): string | undefined => {
  if (driverVersion === undefined || tool !== undefined || (cards === 0 && deviceFiles === 0)) return undefined;
  return `an NVIDIA driver (${driverVersion}) with ${Math.max(cards, deviceFiles)} cards is loaded, but nvidia-smi is not found; in a container, start it with the NVIDIA container toolkit (runtime nvidia, NVIDIA_DRIVER_CAPABILITIES=utility)`;
};

/**
 * A source that looks for a driver each time it is asked, which costs one look at a file while there is none, and from the
 * moment there is one hands over to the source that `open` makes.
 */
export const detectingSource = (places: GpuPlaces, open: OpenSource): GpuSource => {
  let inner: GpuSource | undefined;
  return {
    latest: () => {
      if (inner !== undefined) return inner.latest();
      const startedAt = performance.now();
      const detection = detectGpus(places);
      const reason = obstacle(detection);
      const tookSeconds = (performance.now() - startedAt) / 1000;
      if (reason !== undefined) return { state: "failed", reason, tookSeconds, lastSuccessAt: undefined };
      if (detection.tool === undefined) return { state: "absent", at: Date.now() / 1000, tookSeconds };
      inner = open(detection);
      return inner.latest();
    },
    settled: async (waitMs) => inner?.settled(waitMs),
    stop: () => inner?.stop(),
  };
};
