import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** The exporter as its image holds it: one CommonJS file, in a folder of its own that anyone may read. */
export async function bundleExporter(): Promise<{ readonly file: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "exporter-bundle-"));
  const file = join(folder, "exporter.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "../../../monitoring/exporter/main.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node24",
    define: { "import.meta.main": "undefined" },
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
