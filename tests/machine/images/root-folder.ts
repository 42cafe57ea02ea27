import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { UnpackedPackage } from "../packages.ts";

const leftOut = ["doc", "man", "info", "locale", "lintian", "bash-completion", "bug", "common-licenses"];

/** Lays packages over one another, as installing them would, without what nobody reads in an image. */
export async function layOut(root: string, packages: readonly UnpackedPackage[]): Promise<void> {
  const excluded = leftOut.map((folder) => `--exclude=./usr/share/${folder}/*`);
  for (const { root: from } of packages) {
    const archive = execa("tar", ["-C", from, ...excluded, "-c", "."], { buffer: false });
    // Debian's base-files make bin, lib and sbin links into usr, which older packages still bring as folders.
    await archive.pipe("tar", ["-C", root, "--keep-directory-symlink", "-x"]);
  }
}

/** A user, `name:uid:home:shell`, with a group of the same name and id. */
export type User = readonly [name: string, id: number, home: string, shell: string];

/** Writes the lists of users and groups: root, the given ones, and nobody where it is not among them. */
export async function writeUsers(root: string, users: readonly User[]): Promise<void> {
  const all: User[] = [["root", 0, "/root", "/bin/sh"], ...users];
  if (!users.some(([name]) => name === "nobody")) all.push(["nobody", 65534, "/", "/bin/false"]);
  const passwd = all.map(([name, id, home, shell]) => `${name}:x:${id}:${id}::${home}:${shell}\n`);
  const group = all.map(([name, id]) => `${name === "nobody" ? "nogroup" : name}:x:${id}:\n`);
  await writeFile(path.join(root, "etc/passwd"), passwd.join(""));
  await writeFile(path.join(root, "etc/group"), group.join(""));
}

/** Gives the image every command that busybox has and that no package brought. */
export async function linkBusybox(root: string): Promise<void> {
  const bin = path.join(root, "usr/bin");
  const { stdout } = await execa(path.join(bin, "busybox"), ["--list"]);
  const there = new Set(await readdir(bin));
  for (const applet of stdout.split("\n")) if (!there.has(applet)) await symlink("busybox", path.join(bin, applet));
}

/** Puts the certificates where programs look for them in one file. */
export async function bundleCertificates(root: string): Promise<void> {
  const from = path.join(root, "usr/share/ca-certificates/mozilla");
  const certificates = await Promise.all((await readdir(from)).map((file) => readFile(path.join(from, file), "utf8")));
  await mkdir(path.join(root, "etc/ssl/certs"), { recursive: true });
  await writeFile(path.join(root, "etc/ssl/certs/ca-certificates.crt"), certificates.join(""));
}
