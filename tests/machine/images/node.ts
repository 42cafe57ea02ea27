import { chown, copyFile, mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import type { PackageName } from "../packages.ts";
import { curl, slim } from "./debian.ts";
import type { ImageRecipe } from "./recipe.ts";
import { bundleCertificates, writeUsers } from "./root-folder.ts";

/** The npm package that carries the binary for this machine. */
const nodePackage = path.resolve(import.meta.dirname, `../../../node_modules/node-linux-${process.arch}`);

const packages: readonly PackageName[] = [...slim, "libatomic1/trixie", "libgcc-s1/trixie", "libstdc++6/trixie"];

/** `node:26-slim`: Debian's slim image with Node, without npm. */
export async function nodeImage(): Promise<ImageRecipe> {
  return { tag: "node:26-slim", packages, config: await nodeConfig(), finish: addNode };
}

export const nodeAndCurlTag = "env-manager-test/base:26";

/** The same with curl, for images of ours that need both. Named as ours, because no such image is upstream. */
export async function nodeAndCurlImage(): Promise<ImageRecipe> {
  return {
    tag: nodeAndCurlTag,
    packages: [...packages, ...curl],
    config: await nodeConfig(),
    async finish(root) {
      await addNode(root);
      await bundleCertificates(root);
    },
  };
}

async function nodeConfig(): Promise<string[]> {
  const { version } = JSON.parse(await readFile(path.join(nodePackage, "package.json"), "utf8"));
  return [
    "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    `ENV NODE_VERSION=${version}`,
    'CMD ["node"]',
  ];
}

async function addNode(root: string): Promise<void> {
  await mkdir(path.join(root, "usr/local/bin"), { recursive: true });
  await copyFile(path.join(nodePackage, "bin/node"), path.join(root, "usr/local/bin/node"));
  // Installing debianutils would make this link.
  await symlink("which.debianutils", path.join(root, "usr/bin/which"));
  await writeUsers(root, [["node", 1000, "/home/node", "/bin/bash"]]);
  await mkdir(path.join(root, "home/node"), { recursive: true });
  await chown(path.join(root, "home/node"), 1000, 1000);
}
