import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { replaceLink } from "./links.ts";
import { type PackageName, unpackPackages } from "./packages.ts";

/** Debian's engines: 26.1 (trixie, API 1.45) and 20.10 (bookworm, API 1.41). */
export type EngineVersion = "26" | "20.10";

export interface EnginePrograms {
  readonly version: EngineVersion;
  /** A folder with everything the daemon looks up on PATH, and nothing else. */
  readonly bin: string;
  /** What these programs need beyond PATH to run where they were not installed. */
  readonly environment: Readonly<Record<"LD_LIBRARY_PATH" | "XTABLES_LIBDIR", string>>;
}

const engines: Record<EngineVersion, readonly PackageName[]> = {
  "26": ["docker.io/trixie", "containerd/trixie"],
  "20.10": ["docker.io/bookworm", "containerd/bookworm", "libdevmapper1.02.1/bookworm"],
};

// trixie's runc wants a newer C library than bookworm has.
const helpers: readonly PackageName[] = [
  "runc/bookworm",
  "libseccomp2/bookworm",
  "tini/bookworm",
  "iptables/bookworm",
  "libip4tc2/bookworm",
  "libip6tc2/bookworm",
  "libxtables12/bookworm",
  "libmnl0/bookworm",
  "libnftnl11/bookworm",
  "libnfnetlink0/bookworm",
  "libnetfilter-conntrack3/bookworm",
  "busybox-static/trixie",
];

/** Where each program lies in its package, and the name the daemon calls it by. */
const programs: Record<string, readonly string[]> = {
  dockerd: ["usr/sbin/dockerd"],
  "docker-proxy": ["usr/sbin/docker-proxy", "usr/bin/docker-proxy"],
  containerd: ["usr/bin/containerd"],
  "containerd-shim-runc-v2": ["usr/bin/containerd-shim-runc-v2"],
  runc: ["usr/sbin/runc", "usr/bin/runc"],
  "docker-init": ["usr/bin/tini-static"],
  iptables: ["usr/sbin/iptables-nft"],
  ip6tables: ["usr/sbin/ip6tables-nft"],
  "iptables-save": ["usr/sbin/iptables-nft-save"],
  "iptables-restore": ["usr/sbin/iptables-nft-restore"],
  busybox: ["usr/bin/busybox"],
};

/** Fetches an engine with all it needs. */
export async function enginePrograms(cache: string, version: EngineVersion): Promise<EnginePrograms> {
  const packages = await unpackPackages(cache, [...engines[version], ...helpers]);
  const roots = packages.map(({ root }) => root);
  const bin = path.join(cache, `engine-${version}`, "bin");
  await linkPrograms(roots, bin);
  const libraries = roots.flatMap((root) => ["lib", "usr/lib"].map((folder) => path.join(root, folder, triplet())));
  return {
    version,
    bin,
    environment: {
      LD_LIBRARY_PATH: libraries.join(":"),
      XTABLES_LIBDIR: libraries.map((folder) => path.join(folder, "xtables")).join(":"),
    },
  };
}

async function linkPrograms(roots: readonly string[], bin: string): Promise<void> {
  await mkdir(bin, { recursive: true });
  for (const [name, places] of Object.entries(programs)) {
    const found = roots
      .flatMap((root) => places.map((place) => path.join(root, place)))
      .find((file) => existsSync(file));
    if (found === undefined) throw new Error(`none of the engine's packages holds ${places.join(" or ")}`);
    await replaceLink(found, path.join(bin, name));
  }
}

function triplet(): string {
  return process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
}
