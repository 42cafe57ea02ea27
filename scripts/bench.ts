import { dirname } from "node:path";
import { benchEnable } from "./bench/enable.ts";
import { benchExporter } from "./bench/exporter.ts";
import { machineFacts } from "./bench/measure.ts";
import { benchStartup } from "./bench/startup.ts";

/** `npm run bench [-- startup|enable|exporter …]`: speed beside the peer in the same run, as ratios. All of them without a name. */
const benches: Readonly<Record<string, (root: string) => Promise<void>>> = {
  startup: benchStartup,
  enable: benchEnable,
  exporter: benchExporter,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`);
  process.exitCode = 64;
} else {
  console.log(machineFacts());
  for (const name of wanted) await benches[name]?.(dirname(import.meta.dirname));
}
