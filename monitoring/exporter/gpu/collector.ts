import { type CollectorDefinition, NoData } from "../collectors/collector.ts";
import { gauge } from "../exposition/family.ts";
import { noLabels } from "../exposition/labels.ts";
import type { Emit } from "../exposition/section.ts";
import { durationFlag, textFlag } from "../flags/flag.ts";
import { usualPlaces } from "./detect.ts";
import { detectingSource } from "./detecting-source.ts";
import { emitGpu } from "./families.ts";
import { nvidiaSmiQuery } from "./nvidia-smi.ts";
import { pollingSource } from "./polling-source.ts";
import type { GpuReading } from "./source.ts";

const devices = gauge("nvidia_gpu_devices", "NVIDIA GPUs that are there; 0 where there is no driver.");
const success = gauge(
  "nvidia_gpu_collector_success",
  "1 when all GPUs were read or there are none, 0 when reading failed.",
);
const duration = gauge("nvidia_gpu_collector_duration_seconds", "Seconds that the last reading of the GPUs took.");
const lastSuccess = gauge(
  "nvidia_gpu_collector_last_success_timestamp_seconds",
  "When the GPUs were last read, in seconds since 1970.",
);

const toolFlag = textFlag("collector.gpu.nvidia-smi", "PROGRAM", "nvidia-smi", "The NVIDIA driver's tool.");
const intervalFlag = durationFlag("collector.gpu.interval", "15s", "How often GPUs are read, in the background.");
const timeoutFlag = durationFlag("collector.gpu.timeout", "10s", "How long reading the GPUs may take.");

/** How long a scrape waits for the first reading; every later one finds a reading that is there. */
const longestWaitMs = 1000;

const emitReading = (reading: GpuReading, emit: Emit): void => {
  if (reading.state === "pending") throw new NoData("the GPUs have not been read yet");
  emit(duration, noLabels, reading.tookSeconds);
  if (reading.state === "failed") {
    emit(success, noLabels, 0);
    if (reading.lastSuccessAt !== undefined) emit(lastSuccess, noLabels, reading.lastSuccessAt);
    throw new Error(reading.reason);
  }
  const { gpus, complaints } =
    reading.state === "read"
      ? { gpus: reading.snapshot.gpus, complaints: reading.complaints }
      : { gpus: [], complaints: [] };
  emit(devices, noLabels, gpus.length);
  emit(success, noLabels, complaints.length === 0 ? 1 : 0);
  emit(lastSuccess, noLabels, reading.at);
  for (const card of gpus) emitGpu(card, emit);
  if (complaints.length > 0) throw new Error(complaints.join("; "));
};

/** NVIDIA GPUs, from what a source in the background last read. */
export const gpu: CollectorDefinition = {
  name: "gpu",
  help: "NVIDIA GPUs",
  defaultEnabled: true,
  flags: [toolFlag, intervalFlag, timeoutFlag],
  create: ({ paths, flags }) => {
    const timeoutMs = flags.get(timeoutFlag) * 1000;
    const source = detectingSource(usualPlaces(paths.procfs, flags.get(toolFlag)), ({ tool = "nvidia-smi" }) =>
      pollingSource(nvidiaSmiQuery(tool, timeoutMs), flags.get(intervalFlag) * 1000),
    );
    // The first look starts the first reading, so that the first scrape may already find one.
    source.latest();
    return {
      collect: (scrape, emit) => {
        const known = source.latest();
        if (known.state !== "pending") return emitReading(known, emit);
        const waitMs = Math.max(0, Math.min(longestWaitMs, scrape.deadline - performance.now() - longestWaitMs / 10));
        return source.settled(waitMs).then(() => emitReading(source.latest(), emit));
      },
      stop: source.stop,
    };
  },
};
