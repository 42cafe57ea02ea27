import type { GpuFigures, GpuReport } from "../../clients/gpu-figures.ts";
import { pad, textWidth, truncate } from "../text-width.ts";
import { formatBytesOf, formatDuration } from "../units.ts";
import { meter } from "./meter.ts";
import type { Theme } from "./theme.ts";

/** A line for each GPU, or one that says why there is none: no GPU, a dead collector and no answer are three things. */
export function gpuLines(report: GpuReport, theme: Theme, { width, now }: { width: number; now: number }) {
  const { glyphs, paint } = theme;
  switch (report.kind) {
    case "unknown":
      return [`   ${paint("dim", "The exporter has not read the GPUs yet")}`];
    case "none":
      return [`   ${paint("dim", "No GPU on this host")}`];
    case "dead": {
      const since = report.lastSuccess ? `, for ${formatDuration(now - report.lastSuccess.getTime())} now` : "";
      return [
        `   ${paint("red", glyphs.error)} The GPUs cannot be read${since}`,
        `     ${paint("cyan", glyphs.arrow)} Try nvidia-smi; the exporter's log says more`,
      ];
    }
    case "gpus": {
      const cards = report.gpus.map((gpu) => gpuLine(gpu, report.gpus, theme, width));
      const complaint = `   ${paint("yellow", glyphs.warning)} Not all of this could be read; the exporter's log says why`;
      return report.complaint ? [...cards, complaint] : cards;
    }
  }
}

function gpuLine(gpu: GpuFigures, all: readonly GpuFigures[], { glyphs, paint }: Theme, width: number): string {
  const column = (text: (one: GpuFigures) => string, align: "left" | "right" = "right") =>
    pad(text(gpu), Math.max(...all.map((one) => textWidth(text(one)))), align);
  const celsius = (one: GpuFigures) => (one.celsius === undefined ? "" : `${one.celsius.toFixed(0)}${glyphs.degree}C`);
  const memory = (one: GpuFigures) => (one.memory ? formatBytesOf(one.memory.used, one.memory.total) : "");
  const power = ({ watts, wattsLimit }: GpuFigures) => {
    if (watts === undefined) return "";
    return wattsLimit === undefined ? `${watts.toFixed(0)} W` : `${watts.toFixed(0)} of ${wattsLimit.toFixed(0)} W`;
  };
  const barWidth = Math.max(4, Math.min(20, Math.floor(width / 8)));
  const figures = [column(memory), column(celsius), column(power)].filter((text) => text.trim() !== "").join("  ");
  const used = meter(gpu.utilization, { glyphs, paint, width: barWidth, unknown: "n/a", alarming: false });
  const longest = Math.max(...all.map((one) => textWidth(shortName(one.name))));
  const room = Math.min(longest, width - textWidth(figures) - barWidth - 18);
  const name = room < 3 ? "" : `${pad(truncate(shortName(gpu.name), room, glyphs.ellipsis), room)}  `;
  return `   ${column(({ index }) => index)} ${name}${used}  ${figures}`;
}

/** All of them are NVIDIA's. */
const shortName = (name: string): string => name.replace(/^NVIDIA /, "");
