import { gauge } from "../exposition/family.ts";
import { joinLabels, labels } from "../exposition/labels.ts";
import type { Emit } from "../exposition/section.ts";
import { clockNames, type Gpu } from "./snapshot.ts";

const info = gauge("nvidia_gpu_info", "1, labelled by facts of the card, its firmware and its driver.");
const fanSpeed = gauge(
  "nvidia_gpu_fan_speed_percentage",
  "Speed a fan is told to run at, in percent of its full speed.",
);
const clock = gauge("nvidia_gpu_clock_hertz", "Frequency of a clock now, in hertz.");
const maxClock = gauge("nvidia_gpu_clock_max_hertz", "Highest frequency of a clock, in hertz.");

const figures: readonly (readonly [family: ReturnType<typeof gauge>, read: (gpu: Gpu) => number | undefined])[] = [
  [
    gauge("nvidia_gpu_utilization_percentage", "Percent of the time in which any kernel ran on the card."),
    (gpu) => gpu.utilization,
  ],
  [
    gauge(
      "nvidia_gpu_memory_utilization_percentage",
      "Percent of the time in which the card's memory was read or written.",
    ),
    (gpu) => gpu.memoryUtilization,
  ],
  [gauge("nvidia_gpu_memory_used_bytes", "Bytes of the card's memory in use."), (gpu) => gpu.memoryUsedBytes],
  [gauge("nvidia_gpu_memory_free_bytes", "Bytes of the card's memory free."), (gpu) => gpu.memoryFreeBytes],
  [
    gauge(
      "nvidia_gpu_memory_reserved_bytes",
      "Bytes of the card's memory that driver and firmware keep for themselves.",
    ),
    (gpu) => gpu.memoryReservedBytes,
  ],
  [gauge("nvidia_gpu_memory_total_bytes", "Bytes of memory on the card."), (gpu) => gpu.memoryTotalBytes],
  [
    gauge("nvidia_gpu_temperature_celsius", "Temperature of the card, in degrees Celsius."),
    (gpu) => gpu.temperatureCelsius,
  ],
  [
    gauge("nvidia_gpu_memory_temperature_celsius", "Temperature of the card's memory, in degrees Celsius."),
    (gpu) => gpu.memoryTemperatureCelsius,
  ],
  [gauge("nvidia_gpu_power_usage_watts", "Power that the card draws, in watts."), (gpu) => gpu.powerWatts],
  [gauge("nvidia_gpu_power_limit_watts", "Power that the card may draw, in watts."), (gpu) => gpu.powerLimitWatts],
  [
    gauge("nvidia_gpu_power_default_limit_watts", "Power that the card may draw unless told otherwise, in watts."),
    (gpu) => gpu.powerDefaultLimitWatts,
  ],
  [
    gauge("nvidia_gpu_performance_state", "Performance state of the card, from 0, the fastest, to 15."),
    (gpu) => gpu.performanceState,
  ],
];

/** Emits what is known of a card, and of nothing else. */
export const emitGpu = (gpu: Gpu, emit: Emit): void => {
  const card = labels({ gpu: String(gpu.index), uuid: gpu.uuid });
  const facts = labels({
    name: gpu.info.name,
    driver_version: gpu.info.driverVersion,
    cuda_version: gpu.info.cudaVersion,
    vbios: gpu.info.vbios,
    pci_bus_id: gpu.info.pciBusId,
    compute_capability: gpu.info.computeCapability,
    persistence_mode: gpu.info.persistenceMode,
    compute_mode: gpu.info.computeMode,
  });
  emit(info, joinLabels(card, facts), 1);
  for (const [family, read] of figures) {
    const value = read(gpu);
    if (value !== undefined) emit(family, card, value);
  }
  gpu.fanSpeeds.forEach((speed, fan) => {
    emit(fanSpeed, joinLabels(card, labels({ fan: String(fan) })), speed);
  });
  for (const name of clockNames) {
    const label = joinLabels(card, labels({ clock: name }));
    const [now, most] = [gpu.clocks[name], gpu.maxClocks[name]];
    if (now !== undefined) emit(clock, label, now);
    if (most !== undefined) emit(maxClock, label, most);
  }
};
