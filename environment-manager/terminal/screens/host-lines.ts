import type { HostFigures, Traffic } from "../../clients/host-figures.ts";
import { truncate } from "../text-width.ts";
import { formatBytesOf, formatRate } from "../units.ts";
import { meter } from "./meter.ts";
import type { Theme } from "./theme.ts";

/** The host's figures, a line each, the most telling first. What is not known (yet) is left out. */
export function hostLines(host: HostFigures, { glyphs, paint }: Theme, width: number): readonly string[] {
  const barWidth = Math.max(8, Math.min(30, Math.floor(width / 4)));
  const room = width - barWidth - 19;
  const line = (label: string, value: number | undefined, ...details: (string | undefined)[]) => {
    const said = details.filter((detail) => detail !== undefined).join("  ");
    const shown = paint("dim", truncate(said, room, glyphs.ellipsis));
    return `   ${label.padEnd(8)} ${meter(value, { glyphs, paint, width: barWidth, unknown: glyphs.ellipsis, alarming: true })}  ${shown}`;
  };
  const traffic = (label: string, rates: Traffic | undefined, into: string, outOf: string) => {
    const said = rates ? `${formatRate(rates.in)} ${into}, ${formatRate(rates.out)} ${outOf}` : glyphs.ellipsis;
    return `   ${label.padEnd(8)} ${paint("dim", said)}`;
  };
  const { cpu, cores, load, memory, disk, diskTraffic, networkTraffic } = host;
  const share = ({ used, total }: { used: number; total: number }) => used / total;
  return [
    line("CPU", cpu, `of ${cores} core${cores === 1 ? "" : "s"}`, load && `load ${load.map(loadText).join(" ")}`),
    ...(memory ? [line("Memory", share(memory), formatBytesOf(memory.used, memory.total))] : []),
    ...(disk ? [line("Disk", share(disk), `${formatBytesOf(disk.used, disk.total)} on ${disk.mountpoint}`)] : []),
    traffic("Disk I/O", diskTraffic, "read", "written"),
    traffic("Network", networkTraffic, "received", "sent"),
  ];
}

const loadText = (load: number) => (load < 9.95 ? load.toFixed(1) : load.toFixed(0));
