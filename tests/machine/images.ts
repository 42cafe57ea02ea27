import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type Dockerode from "dockerode";
import { execa } from "execa";
import type { ClientEnvironment } from "./client.ts";
import { haproxyImage } from "./images/haproxy.ts";
import { nodeAndCurlImage, nodeImage } from "./images/node.ts";
import { prometheusImage } from "./images/prometheus.ts";
import type { ImageRecipe } from "./images/recipe.ts";
import { layOut } from "./images/root-folder.ts";
import { type UnpackedPackage, unpackPackages } from "./packages.ts";

export interface ImageBuilder {
  readonly cache: string;
  readonly api: Dockerode;
  readonly env: ClientEnvironment;
  /** Told of each image that is built, which takes seconds. */
  readonly say: (line: string) => void;
}

/** Carries what an image was made from, so that it is made again only when that has changed. */
const recipeLabel = "env-manager-test.recipe";

/** Makes sure that the engine has every image, under the upstream names, built from Debian's packages. */
export async function buildImages(builder: ImageBuilder): Promise<void> {
  const recipes = [
    prometheusImage("2.53.3", ["prometheus/trixie", "promtool/trixie"]),
    prometheusImage("2.42.0", ["prometheus/bookworm"]),
    await nodeImage(),
    await nodeAndCurlImage(),
    haproxyImage,
  ];
  const code = await sourceOfRecipes();
  const built = await builtRecipes(builder.api);
  for (const recipe of recipes) {
    const packages: readonly UnpackedPackage[] = await unpackPackages(builder.cache, recipe.packages);
    const versions = packages.map(({ name, version }) => `${name} ${version}`);
    const hash = digest([code, recipe.tag, ...versions, ...recipe.config]);
    if (built.get(recipe.tag) === hash) continue;
    builder.say(`building ${recipe.tag}`);
    await build(builder, recipe, packages, hash);
  }
}

async function build(
  { api, cache, env }: ImageBuilder,
  recipe: ImageRecipe,
  packages: readonly UnpackedPackage[],
  hash: string,
) {
  const scratch = path.join(cache, "scratch");
  await mkdir(scratch, { recursive: true });
  const root = await mkdtemp(path.join(scratch, "image-"));
  try {
    await layOut(root, packages);
    // A scratch folder is its owner's alone; an image's root is everybody's to read.
    await chmod(root, 0o755);
    await recipe.finish(root);
    const config = await importable(api, recipe.config);
    const changes = [...config, `LABEL ${recipeLabel}=${hash}`].flatMap((line) => ["--change", line]);
    const archive = execa("tar", ["-C", root, "-c", "."], { buffer: false });
    await archive.pipe("docker", ["import", ...changes, "-", recipe.tag], { env: { ...env } });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Engines before 23 (API 1.42) refuse to set a stop signal on import; with them the default, SIGTERM, has to do. */
async function importable(api: Dockerode, config: readonly string[]): Promise<readonly string[]> {
  const { ApiVersion: version } = await api.version();
  const isOld = Number(version.split(".")[1]) < 42;
  return isOld ? config.filter((line) => !line.startsWith("STOPSIGNAL")) : config;
}

async function builtRecipes(api: Dockerode): Promise<Map<string, string | undefined>> {
  const images = await api.listImages({ filters: { label: [recipeLabel] } });
  return new Map(
    images.flatMap(({ RepoTags: tags, Labels: labels }) => (tags ?? []).map((tag) => [tag, labels[recipeLabel]])),
  );
}

async function sourceOfRecipes(): Promise<string> {
  const folder = path.join(import.meta.dirname, "images");
  const files = (await readdir(folder)).sort();
  return digest(await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8"))));
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}
