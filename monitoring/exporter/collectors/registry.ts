import { gpu } from "../gpu/collector.ts";
import type { CollectorDefinition } from "./collector.ts";
import { cpu } from "./cpu.ts";
import { diskstats } from "./diskstats.ts";
import { filesystem } from "./filesystem/filesystem.ts";
import { loadavg } from "./loadavg.ts";
import { meminfo } from "./meminfo.ts";
import { netdev } from "./netdev.ts";
import { os } from "./os-release.ts";
import { stat } from "./stat.ts";
import { time } from "./time.ts";
import { uname } from "./uname.ts";

/** Every collector there is. A new one is its file and a line here. */
export const collectorDefinitions: readonly CollectorDefinition[] = [
  cpu,
  diskstats,
  filesystem,
  gpu,
  loadavg,
  meminfo,
  netdev,
  os,
  stat,
  time,
  uname,
];
