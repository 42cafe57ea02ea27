import type { PackageName } from "../packages.ts";

/** How to build one image from nothing but Debian's packages. */
export interface ImageRecipe {
  readonly tag: string;
  readonly packages: readonly PackageName[];
  /** Dockerfile instructions that set the image's configuration: ENTRYPOINT, USER and so on. */
  readonly config: readonly string[];
  /** Adds what no package holds, to the folder that becomes the image's `/`. */
  finish(root: string): Promise<void>;
}
