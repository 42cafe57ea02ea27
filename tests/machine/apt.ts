import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { PackageName } from "./packages.ts";

export interface Apt {
  /** Downloads packages as files into a folder. */
  download(names: readonly PackageName[], folder: string): Promise<void>;
}

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * An apt of its own below `cache`: the machine's mirror, both releases, lists of its own. The lists are fetched once; after a
 * package has left the mirror a failed download fetches them again.
 *
 * @throws Error when the machine's apt names no Debian mirror, or apt fails
 */
export async function openApt(cache: string): Promise<Apt> {
  const home = path.join(cache, "apt");
  const sources = path.join(home, "sources.list");
  const lists = path.join(home, "lists");
  await mkdir(path.join(lists, "partial"), { recursive: true });
  await writeFile(sources, await sourcesList());
  const config = path.join(home, "apt.conf");
  await writeFile(config, `${await machineConfig()}${ownConfig(sources, lists)}`);
  const apt = (args: readonly string[], cwd: string) =>
    execa("apt-get", ["-q", ...args], { cwd, env: { APT_CONFIG: config } });

  const updated = path.join(home, "updated");
  const update = async () => {
    await apt(["update"], home);
    await writeFile(updated, "");
  };
  return {
    async download(names, folder) {
      const upToDate = !existsSync(updated);
      if (upToDate) await update();
      try {
        await apt(["download", ...names], folder);
      } catch (error) {
        if (upToDate) throw error;
        await update();
        await apt(["download", ...names], folder);
      }
    },
  };
}

/** How this machine reaches its mirror (proxies, certificates), and nothing else: its hooks clean its own caches. */
async function machineConfig(): Promise<string> {
  const { stdout } = await execa("apt-config", ["dump"]);
  const lines = stdout.split("\n").filter((line) => /^Acquire::(?!Languages|IndexTargets|Changelogs)/.test(line));
  return `${lines.join("\n")}\n`;
}

function ownConfig(sources: string, lists: string): string {
  const settings: Record<string, string> = {
    "Dir::Etc::main": "/nonexistent",
    "Dir::Etc::parts": "/nonexistent",
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "-",
    "Dir::State::Lists": lists,
    "Dir::Cache::pkgcache": "",
    "Dir::Cache::srcpkgcache": "",
    "Acquire::Languages": "none",
    "APT::Sandbox::User": "root",
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} "${value}";\n`)
    .join("");
}

/** The mirror this machine uses for its own release, asked for both of ours. */
async function sourcesList(): Promise<string> {
  const format = "$(REPO_URI) $(RELEASE) $(COMPONENT)";
  const { stdout } = await execa("apt-get", [
    "indextargets",
    "--no-release-info",
    "--format",
    format,
    "Created-By: Packages",
  ]);
  const mirror = stdout
    .split("\n")
    .map((line) => line.split(" "))
    .find(([, release, component]) => /^(bookworm|trixie)$/.test(release ?? "") && component === "main")?.[0];
  if (mirror === undefined) throw new Error("apt on this machine names no Debian mirror (main of bookworm or trixie)");
  return ["bookworm", "trixie"].map((suite) => `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`).join("");
}
