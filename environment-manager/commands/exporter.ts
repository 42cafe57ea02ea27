import { createRequire } from "node:module";
import { join } from "node:path";
import { type ExitCode, UserError } from "../errors.ts";
import { programRoot } from "../program-root.ts";
import type { CommandContext } from "./context.ts";

interface ExporterBundle {
  /** Serves until a signal ends it; returns its exit code. */
  readonly runExporter: (argv: readonly string[]) => Promise<ExitCode>;
}

export const run = ({ args }: CommandContext): Promise<ExitCode> => runExporter(args);

/** Runs the exporter in this process, from its own bundle. */
export async function runExporter(argv: readonly string[]): Promise<ExitCode> {
  const bundle = join(programRoot(), "monitoring", "exporter", "dist", "exporter.cjs");
  let exporter: ExporterBundle;
  try {
    exporter = createRequire(import.meta.url)(bundle);
  } catch (error) {
    throw new UserError({
      what: `The exporter's program cannot be loaded: ${error instanceof Error ? error.message : error}`,
      where: bundle,
      remedy: "Build it (npm run build in a clone), or install env-manager again",
    });
  }
  return exporter.runExporter(argv);
}
