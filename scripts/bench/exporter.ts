import { join } from "node:path";
import { benchExporters } from "../../monitoring/exporter/bench.ts";
import { machineFolders } from "../../tests/machine/folders.ts";
import { nativeTools } from "../../tests/machine/tools.ts";

/** What the exporter exports by default and node_exporter has too. */
const families = ["cpu", "diskstats", "filesystem", "loadavg", "meminfo", "netdev", "os", "stat", "time", "uname"];

/** The exporter beside Debian's node_exporter with the same families; scraped in turn over kept connections. */
export async function benchExporter(root: string): Promise<void> {
  const { nodeExporter } = await nativeTools(machineFolders().cache);
  const address = (port: number) => `127.0.0.1:${port}`;
  const contenders = [
    {
      name: "node_exporter, the same families",
      url: `http://${address(13911)}/metrics`,
      command: [
        nodeExporter,
        `--web.listen-address=${address(13911)}`,
        "--collector.disable-defaults",
        ...families.map((family) => `--collector.${family}`),
      ],
    },
    {
      name: "env-manager's exporter",
      url: `http://${address(13910)}/metrics`,
      command: [
        process.execPath,
        join(root, "monitoring", "exporter", "dist", "exporter.cjs"),
        `--web.listen-address=${address(13910)}`,
      ],
    },
  ];
  const figures = await benchExporters(contenders, { warmUp: 300, scrapes: 300, idleMs: 5000, zipped: false });
  const [peer] = figures;
  console.log("\nExporter, 300 scrapes after 300 to warm up (ratios to node_exporter)");
  for (const { name, series, cpuMsPerScrape, medianMs, p99Ms, residentMiB, idleCpuPercent } of figures) {
    const beside = (own: number, theirs = Number.NaN) => `${own.toFixed(2)} (× ${(own / theirs).toFixed(2)})`;
    console.log(
      `  ${name.padEnd(34)} ${series} series, CPU ${beside(cpuMsPerScrape, peer?.cpuMsPerScrape)} ms, ` +
        `median ${beside(medianMs, peer?.medianMs)} ms, p99 ${beside(p99Ms, peer?.p99Ms)} ms, ` +
        `resident ${residentMiB.toFixed(0)} MiB, idle ${idleCpuPercent.toFixed(2)} % of a core`,
    );
  }
}
