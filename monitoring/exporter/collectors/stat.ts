import { join } from "node:path";
import { counter, type Family, gauge } from "../exposition/family.ts";
import { noLabels } from "../exposition/labels.ts";
import { statCounter } from "../reading/proc-stat.ts";
import type { CollectorDefinition } from "./collector.ts";

const families: Readonly<Record<string, Family>> = {
  intr: counter("node_intr_total", "Interrupts served since boot."),
  ctxt: counter("node_context_switches_total", "Switches from one task to another since boot."),
  processes: counter("node_forks_total", "Processes and threads started since boot."),
  btime: gauge("node_boot_time_seconds", "When the machine was booted, in seconds since 1970."),
  procs_running: gauge("node_procs_running", "Tasks that run or are ready to."),
  procs_blocked: gauge("node_procs_blocked", "Tasks that wait for I/O to complete."),
};

/** The counters of /proc/stat that are not a CPU's. */
export const stat: CollectorDefinition = {
  name: "stat",
  help: "interrupts, context switches, forks, boot time",
  defaultEnabled: true,
  flags: [],
  create: ({ paths }) => {
    const path = join(paths.procfs, "stat");
    return {
      collect: (scrape, emit) => {
        const text = scrape.sharedText(path);
        const missing: string[] = [];
        for (const key in families) {
          const family = families[key];
          const value = statCounter(text, key);
          if (family === undefined || value === undefined) missing.push(key);
          else emit(family, noLabels, value);
        }
        if (missing.length > 0) throw new Error(`${path} has no ${missing.join(", ")}`);
      },
    };
  },
};
