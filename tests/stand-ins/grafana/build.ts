import { chmod, copyFile, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { DEFAULT_RELEASE, type ReleaseName } from "./release.ts";

const SOURCES = import.meta.dirname;

/** Where the base image has to have Node. */
const NODE_IN_IMAGE = "/usr/local/bin/node";

export interface StandInHome {
  readonly version: ReleaseName;
  /** The Node (24 or later) that runs the stand-in; an absolute path or a name on PATH. */
  readonly nodeBinary: string;
}

/**
 * Lays out a folder like a real Grafana's home: `bin/grafana`, `conf/defaults.ini`, `public/`. Starting it is starting
 * Grafana: `bin/grafana server --homepath DIR`.
 */
export async function grafanaStandInHome(directory: string, { version, nodeBinary }: StandInHome): Promise<void> {
  for (const folder of ["bin", "conf/provisioning", "public"])
    await mkdir(join(directory, folder), { recursive: true });
  await cp(join(SOURCES, "home/public"), join(directory, "public"), { recursive: true });
  await copyFile(join(SOURCES, `home/conf/defaults-${version}.ini`), join(directory, "conf/defaults.ini"));
  await bundle(join(directory, "bin/grafana-stand-in.cjs"));
  const wrapper = await readFile(join(SOURCES, "home/grafana.sh"), "utf8");
  const program = join(directory, "bin/grafana");
  await writeFile(program, wrapper.replace("@VERSION@", version).replace("@NODE@", nodeBinary));
  await chmod(program, 0o755);
}

/**
 * Fills a folder with everything the image of one version is built from; `docker build DIR` does the rest. The image's
 * name says what it is: `env-manager-test/grafana-stand-in:VERSION`.
 */
export async function buildGrafanaStandIn(outDirectory: string, version: ReleaseName = DEFAULT_RELEASE): Promise<void> {
  await grafanaStandInHome(join(outDirectory, "home"), { version, nodeBinary: NODE_IN_IMAGE });
  for (const folder of ["datasources", "dashboards", "notifiers", "alerting", "plugins"]) {
    await mkdir(join(outDirectory, "etc/provisioning", folder), { recursive: true });
  }
  await writeFile(join(outDirectory, "etc/grafana.ini"), "# Every setting has its default.\n");
  await copyFile(join(SOURCES, "home/run.sh"), join(outDirectory, "run.sh"));
  await chmod(join(outDirectory, "run.sh"), 0o755);
  await copyFile(join(SOURCES, "Dockerfile"), join(outDirectory, "Dockerfile"));
}

async function bundle(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(SOURCES, "main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    legalComments: "inline",
    logLevel: "warning",
  });
}
