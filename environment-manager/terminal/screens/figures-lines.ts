import type { Figures } from "../../clients/exporter.ts";
import { formatDuration } from "../units.ts";
import { gpuLines } from "./gpu-lines.ts";
import { hostLines } from "./host-lines.ts";
import type { Theme } from "./theme.ts";

export interface FiguresLines {
  readonly host: { readonly title: string; readonly aside: string; readonly lines: readonly string[] };
  readonly gpus: readonly string[];
}

/** The host's and the GPUs' figures as lines; where the exporter does not tell them, why, and what to do. */
export function figuresLines(
  figures: Figures | undefined,
  theme: Theme,
  { width, now }: { width: number; now: number },
): FiguresLines {
  const { glyphs, paint } = theme;
  if (figures === undefined) {
    return {
      host: { title: "Host", aside: "", lines: [`   ${paint("dim", `Asking the exporter${glyphs.ellipsis}`)}`] },
      gpus: [],
    };
  }
  if (figures.kind === "read") {
    const { host, gpus } = figures;
    return {
      host: {
        title: host.name === undefined ? "Host" : `Host ${host.name}`,
        aside: host.bootedAt === undefined ? "" : `up ${formatDuration(now - host.bootedAt.getTime())}`,
        lines: hostLines(host, theme, width),
      },
      gpus: gpuLines(gpus, theme, { width, now }),
    };
  }
  const { reason, detail } = figures;
  const told = {
    "not-running": ["The exporter is not running", "Press e to start what is missing; l shows a service's log"],
    silent: [`The exporter does not answer: ${detail}`, "Press r to restart it"],
    unreadable: [`What listens on the exporter's port is not ours: ${detail}`, "Set another with --exporter-port"],
  } as const;
  const [what, remedy] = told[reason];
  const mark = reason === "not-running" ? paint("dim", glyphs.hollow) : paint("red", glyphs.error);
  return {
    host: { title: "Host", aside: "", lines: [`   ${mark} ${what}`, `     ${paint("cyan", glyphs.arrow)} ${remedy}`] },
    gpus: [],
  };
}
