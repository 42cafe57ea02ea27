import { type ExposedSample, type Exposition, sampleValue } from "./exposition.ts";

/** One card, in base units; what it does not tell is absent. */
export interface GpuFigures {
  readonly index: string;
  readonly name: string;
  /** 0 to 1. */
  readonly utilization?: number;
  /** Bytes. */
  readonly memory?: { readonly used: number; readonly total: number };
  readonly celsius?: number;
  readonly watts?: number;
  readonly wattsLimit?: number;
}

/**
 * `unknown`: the exporter says nothing about GPUs (yet). `none`: it looked, and there are none. `dead`: there should be
 * some, but they cannot be read. Where some could be read but not all is well, `complaint` is set.
 */
export type GpuReport =
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  | { readonly kind: "dead"; readonly lastSuccess?: Date }
  | { readonly kind: "gpus"; readonly gpus: readonly GpuFigures[]; readonly complaint: boolean };

/** What a scrape of the exporter says about the machine's NVIDIA GPUs. */
export function gpuReport(metrics: Exposition): GpuReport {
  const success = sampleValue(metrics, "nvidia_gpu_collector_success");
  const devices = sampleValue(metrics, "nvidia_gpu_devices");
  if (success === undefined) return { kind: "unknown" };
  const cards = (metrics.get("nvidia_gpu_info") ?? []).filter(isWholeCard).map((info) => gpuFigures(metrics, info));
  if (cards.length > 0) return { kind: "gpus", gpus: cards, complaint: success !== 1 };
  if (success === 1 && devices === 0) return { kind: "none" };
  const lastSuccess = sampleValue(metrics, "nvidia_gpu_collector_last_success_timestamp_seconds");
  return { kind: "dead", ...(lastSuccess === undefined ? {} : { lastSuccess: new Date(lastSuccess * 1000) }) };
}

/** Series of a card's MIG instances carry its labels too. */
const isWholeCard = ({ labels }: ExposedSample) => labels["gpu_instance"] === undefined;

function gpuFigures(metrics: Exposition, info: ExposedSample): GpuFigures {
  const { gpu = "", uuid = "", name = "" } = info.labels;
  const figure = (metric: string) =>
    metrics
      .get(`nvidia_gpu_${metric}`)
      ?.find((sample) => isWholeCard(sample) && sample.labels["gpu"] === gpu && sample.labels["uuid"] === uuid)?.value;
  const utilization = figure("utilization_percentage");
  const used = figure("memory_used_bytes");
  const total = figure("memory_total_bytes");
  const celsius = figure("temperature_celsius");
  const watts = figure("power_usage_watts");
  const wattsLimit = figure("power_limit_watts");
  return {
    index: gpu,
    name,
    ...(utilization === undefined ? {} : { utilization: utilization / 100 }),
    ...(used === undefined || total === undefined ? {} : { memory: { used, total } }),
    ...(celsius === undefined ? {} : { celsius }),
    ...(watts === undefined ? {} : { watts }),
    ...(wattsLimit === undefined ? {} : { wattsLimit }),
  };
}
