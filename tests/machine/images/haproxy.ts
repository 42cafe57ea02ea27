import { chown, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { busyboxBase } from "./debian.ts";
import type { ImageRecipe } from "./recipe.ts";
import { bundleCertificates, linkBusybox, writeUsers } from "./root-folder.ts";

const haproxy = 99;

/** `haproxy:3.0-alpine`: busybox, the user haproxy, and no configuration of its own. */
export const haproxyImage: ImageRecipe = {
  tag: "haproxy:3.0-alpine",
  packages: [
    ...busyboxBase,
    "haproxy/trixie",
    "libcrypt1/trixie",
    "libgcc-s1/trixie",
    "libjemalloc2/trixie",
    "liblua5.4-0/trixie",
    "libopentracing-c-wrapper0t64/trixie",
    "libopentracing1/trixie",
    "libpcre2-8-0/trixie",
    "libssl3t64/trixie",
    "libstdc++6/trixie",
    "libzstd1/trixie",
    "zlib1g/trixie",
  ],
  config: [
    "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "USER haproxy",
    "WORKDIR /var/lib/haproxy",
    "STOPSIGNAL SIGUSR1",
    'ENTRYPOINT ["docker-entrypoint.sh"]',
    'CMD ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]',
  ],
  async finish(root) {
    await writeUsers(root, [["haproxy", haproxy, "/var/lib/haproxy", "/bin/false"]]);
    await linkBusybox(root);
    await bundleCertificates(root);
    for (const folder of ["usr/local/bin", "usr/local/sbin", "usr/local/etc/haproxy", "var/lib/haproxy"]) {
      await mkdir(path.join(root, folder), { recursive: true });
    }
    await chown(path.join(root, "var/lib/haproxy"), haproxy, haproxy);
    await symlink("/usr/sbin/haproxy", path.join(root, "usr/local/sbin/haproxy"));
    await writeFile(path.join(root, "usr/local/bin/docker-entrypoint.sh"), entrypoint, { mode: 0o755 });
  },
};

/** Runs haproxy as a master with workers, in the foreground; any other command as it stands. */
const entrypoint = `#!/bin/sh
set -e
case "\${1:-}" in -*) set -- haproxy "$@" ;; esac
if [ "\${1:-}" = haproxy ]; then
  shift
  set -- haproxy -W -db "$@"
fi
exec "$@"
`;
