import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { type Apt, openApt } from "./apt.ts";

type Suite = "bookworm" | "trixie";

/** A Debian package of one release, as apt writes it: `prometheus/bookworm`. */
export type PackageName = `${string}/${Suite}`;

export interface UnpackedPackage {
  readonly name: PackageName;
  readonly version: string;
  /** The folder that stands for `/` in the package. */
  readonly root: string;
}

/**
 * Downloads and unpacks packages, each into its own folder below `cache`, without installing anything and without touching
 * the machine's apt. What is there already is not fetched again; an interrupted run leaves no half package.
 */
export async function unpackPackages<const Names extends readonly PackageName[]>(
  cache: string,
  names: Names,
): Promise<{ [Index in keyof Names]: UnpackedPackage }> {
  const missing = names.filter((name) => !existsSync(folderOf(cache, name)));
  if (missing.length > 0) await fetchPackages(cache, missing);
  const unpacked: readonly UnpackedPackage[] = await Promise.all(names.map((name) => readUnpacked(cache, name)));
  return unpacked as { [Index in keyof Names]: UnpackedPackage };
}

async function fetchPackages(cache: string, names: readonly PackageName[]): Promise<void> {
  const folder = path.join(cache, "packages");
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(path.join(folder, ".fetching-"));
  try {
    const apt = await openApt(cache);
    // One suite at a time, so that a file's name says which package it is.
    for (const suite of ["bookworm", "trixie"] as const) {
      await fetchSuite(
        apt,
        names.filter((name) => name.endsWith(`/${suite}`)),
        suite,
        scratch,
        cache,
      );
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fetchSuite(apt: Apt, names: readonly PackageName[], suite: Suite, scratch: string, cache: string) {
  if (names.length === 0) return;
  const downloads = path.join(scratch, suite);
  await mkdir(downloads);
  await apt.download(names, downloads);
  for (const file of await readdir(downloads)) {
    const [name = "", version = ""] = file.split("_");
    const unpacking = path.join(downloads, name);
    await mkdir(unpacking);
    await execa("dpkg", ["-x", path.join(downloads, file), path.join(unpacking, "root")]);
    await writeFile(path.join(unpacking, "version"), decodeURIComponent(version));
    await rename(unpacking, await freeFolder(folderOf(cache, `${name}/${suite}`)));
  }
}

async function freeFolder(folder: string): Promise<string> {
  await mkdir(path.dirname(folder), { recursive: true });
  await rm(folder, { recursive: true, force: true });
  return folder;
}

async function readUnpacked(cache: string, name: PackageName): Promise<UnpackedPackage> {
  const folder = folderOf(cache, name);
  return { name, version: await readFile(path.join(folder, "version"), "utf8"), root: path.join(folder, "root") };
}

function folderOf(cache: string, name: PackageName): string {
  return path.join(cache, "packages", name);
}
