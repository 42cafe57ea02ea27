import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { nodeAndCurlTag } from "./images/node.ts";
import type { ImageBuilder } from "./images.ts";

const image = "env-manager-test/grafana-real";
const homeLabel = "env-manager-test.grafana-home";

/**
 * Lays a real Grafana's home (bin/, conf/, public/) on our base image, with upstream's user, folders, variables and entry
 * point. Done once for a home: it is half a gigabyte.
 */
export async function buildRealGrafana(
  { api, cache, env, say }: ImageBuilder,
  home: string,
): Promise<{ image: string; tag: string }> {
  const tag = await versionOf(home);
  const reference = `${image}:${tag}`;
  const label = `${homeLabel}=${await fingerprint(home)}`;
  const [built] = await api.listImages({ filters: { label: [label], reference: [reference] } });
  if (built !== undefined) return { image, tag };

  say(`building ${reference} from ${home}`);
  const scratch = path.join(cache, "scratch");
  await mkdir(scratch, { recursive: true });
  const context = await mkdtemp(path.join(scratch, "grafana-"));
  try {
    for (const folder of ["bin", "conf", "public"]) {
      await cp(path.join(home, folder), path.join(context, "home", folder), { recursive: true });
    }
    await writeFile(path.join(context, "run.sh"), entrypoint, { mode: 0o755 });
    await writeFile(path.join(context, "Dockerfile"), dockerfile);
    await execa("docker", ["build", "--quiet", "--label", label, "--tag", reference, context], { env: { ...env } });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  return { image, tag };
}

async function versionOf(home: string): Promise<string> {
  const { stdout } = await execa(path.join(home, "bin/grafana"), ["server", "-v"]);
  const version = /Version ([\w.+-]+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${home}/bin/grafana does not say its version: ${stdout.trim()}`);
  return version.replaceAll("+", "-");
}

async function fingerprint(home: string): Promise<string> {
  const { size, mtimeMs } = await stat(path.join(home, "bin/grafana"));
  const parts = [path.resolve(home), size, mtimeMs, dockerfile, entrypoint];
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 16);
}

const dockerfile = `FROM ${nodeAndCurlTag}
ENV PATH=/usr/share/grafana/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \\
    GF_PATHS_CONFIG=/etc/grafana/grafana.ini \\
    GF_PATHS_DATA=/var/lib/grafana \\
    GF_PATHS_HOME=/usr/share/grafana \\
    GF_PATHS_LOGS=/var/log/grafana \\
    GF_PATHS_PLUGINS=/var/lib/grafana/plugins \\
    GF_PATHS_PROVISIONING=/etc/grafana/provisioning
COPY home /usr/share/grafana
COPY home/conf/sample.ini /etc/grafana/grafana.ini
COPY run.sh /run.sh
USER 0:0
RUN for folder in datasources dashboards notifiers alerting plugins; do mkdir -p /etc/grafana/provisioning/$folder; done \\
 && mkdir -p /var/lib/grafana/plugins /var/log/grafana \\
 && chown -R 472:0 /var/lib/grafana /var/log/grafana /etc/grafana \\
 && chmod -R 777 /var/lib/grafana /var/log/grafana
WORKDIR /usr/share/grafana
EXPOSE 3000
USER 472:0
ENTRYPOINT ["/run.sh"]
`;

const entrypoint = `#!/bin/sh
set -e
export HOME="$GF_PATHS_HOME"
exec grafana server \\
  --homepath="$GF_PATHS_HOME" \\
  --config="$GF_PATHS_CONFIG" \\
  --packaging=docker \\
  "$@" \\
  cfg:default.log.mode=console \\
  "cfg:default.paths.data=$GF_PATHS_DATA" \\
  "cfg:default.paths.logs=$GF_PATHS_LOGS" \\
  "cfg:default.paths.plugins=$GF_PATHS_PLUGINS" \\
  "cfg:default.paths.provisioning=$GF_PATHS_PROVISIONING"
`;
