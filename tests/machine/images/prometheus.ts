import { chown, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PackageName } from "../packages.ts";
import { busyboxBase } from "./debian.ts";
import type { ImageRecipe } from "./recipe.ts";
import { bundleCertificates, linkBusybox, writeUsers } from "./root-folder.ts";

const nobody = 65534;

/** `prom/prometheus` of one version, with upstream's user, folders and default command. */
export function prometheusImage(version: string, programs: readonly PackageName[]): ImageRecipe {
  return {
    tag: `prom/prometheus:v${version}`,
    packages: [...busyboxBase, ...programs],
    config: [
      "USER nobody",
      "EXPOSE 9090",
      'VOLUME ["/prometheus"]',
      "WORKDIR /prometheus",
      'ENTRYPOINT ["/bin/prometheus"]',
      `CMD ${JSON.stringify([
        "--config.file=/etc/prometheus/prometheus.yml",
        "--storage.tsdb.path=/prometheus",
        "--web.console.libraries=/usr/share/prometheus/console_libraries",
        "--web.console.templates=/usr/share/prometheus/consoles",
      ])}`,
    ],
    finish: addUpstreamPaths,
  };
}

async function addUpstreamPaths(root: string): Promise<void> {
  await writeUsers(root, [["nobody", nobody, "/home", "/bin/false"]]);
  await linkBusybox(root);
  await bundleCertificates(root);
  for (const folder of ["consoles", "console_libraries"]) {
    await symlink(path.join("/etc/prometheus", folder), path.join(root, "usr/share/prometheus", folder));
  }
  await writeFile(path.join(root, "etc/prometheus/prometheus.yml"), defaultConfig);
  await mkdir(path.join(root, "prometheus"));
  await chown(path.join(root, "prometheus"), nobody, nobody);
  await rm(path.join(root, "var/lib/prometheus"), { recursive: true, force: true });
}

/** Scrapes itself and nothing else, as upstream's does. */
const defaultConfig = `global:
  scrape_interval: 15s
scrape_configs:
  - job_name: prometheus
    static_configs:
      - targets: ["localhost:9090"]
`;
