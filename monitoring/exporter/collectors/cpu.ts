import { existsSync } from "node:fs";
import { join } from "node:path";
import { gauge } from "../exposition/family.ts";
import { labels } from "../exposition/labels.ts";
import type { Emit } from "../exposition/section.ts";
import { switchFlag } from "../flags/flag.ts";
import { parseCpuList } from "../reading/cpu-list.ts";
import { namesIn } from "../reading/list-dir.ts";
import { parseCpuTimes } from "../reading/proc-stat.ts";
import { readOptional } from "../reading/read.ts";
import { rememberFacts } from "../reading/remember.ts";
import type { CollectorDefinition } from "./collector.ts";
import { throttlesEmitter } from "./cpu-throttles.ts";
import { cpuTimesEmitter } from "./cpu-times.ts";

const isolated = gauge("node_cpu_isolated", "1 for each CPU that the kernel was told to keep free of ordinary tasks.");
const online = gauge("node_cpu_online", "1 for a CPU that is switched on, 0 for one that is off.");

const guestFlag = switchFlag("collector.cpu.guest", true, "Report node_cpu_guest_seconds_total.");

// node_exporter says nothing of any CPU where the first cannot be switched off and so has no such file.
const emitOnline = (folder: string, emit: Emit): void => {
  const on = new Set(parseCpuList(readOptional(join(folder, "online")) ?? ""));
  for (const name of namesIn(folder, /^cpu\d+$/)) {
    const cpu = name.slice("cpu".length);
    emit(online, labels({ cpu }), on.has(Number(cpu)) ? 1 : 0);
  }
};

/** CPU times from /proc/stat, and from sysfs what throttled, isolated and online CPUs there are. */
export const cpu: CollectorDefinition = {
  name: "cpu",
  help: "CPU times by mode",
  defaultEnabled: true,
  flags: [guestFlag],
  create: ({ paths, flags }) => {
    const stat = join(paths.procfs, "stat");
    const folder = join(paths.sysfs, "devices/system/cpu");
    const emitTimes = cpuTimesEmitter(flags.get(guestFlag));
    // Both are decided when the machine boots.
    const isolatedCpus = rememberFacts(() => parseCpuList(readOptional(join(folder, "isolated")) ?? ""));
    const tellsOnline = rememberFacts(() => existsSync(join(folder, "cpu0/online")));
    const emitThrottles = throttlesEmitter(paths.sysfs);
    return {
      collect: (scrape, emit) => {
        const { times, malformed } = parseCpuTimes(scrape.sharedText(stat));
        if (times.length === 0) throw new Error(`${stat} names no CPU`);
        emitTimes(times, emit);
        emitThrottles(times.length, emit);
        if (tellsOnline()) emitOnline(folder, emit);
        for (const isolatedCpu of isolatedCpus()) emit(isolated, labels({ cpu: String(isolatedCpu) }), 1);
        if (malformed > 0) throw new Error(`${stat} has ${malformed} CPUs that cannot be read`);
      },
    };
  },
};
