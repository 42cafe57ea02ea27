import { existsSync } from "node:fs";
import { basename, extname, join } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";
import { builtins } from "./builtins.ts";
import { commonJsNames } from "./commonjs-names.ts";
import { leftOut } from "./left-out.ts";

export interface Bundle {
  readonly entry: string;
  /** Where its files go, relative to the root. */
  readonly folder: string;
  /** The file that the entry becomes. */
  readonly main: string;
  readonly options: BuildOptions;
  readonly plugins?: readonly Plugin[];
}

/** In one file, with nothing to resolve: `import.meta` is empty in CommonJS, and who looks at it there knows. */
const commonJs: BuildOptions = { format: "cjs", logOverride: { "empty-import-meta": "silent" } };

/** What comes later is the next bundle's, and is not looked for among the sources. */
const leavesLater: Plugin = {
  name: "leaves-later",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, kind }) => {
      if (kind !== "dynamic-import") return undefined;
      return { path: path === "./commands/command-line.ts" ? "./command-line.js" : path, external: true };
    });
  },
};

/** Who imports package.json wants the version; with the rest, every change of it would make a new image of the exporter. */
const versionOnly = (manifest: string, version: string): Plugin => ({
  name: "version-only",
  setup(build) {
    build.onLoad({ filter: /\/package\.json$/, namespace: "file" }, ({ path }) =>
      path === manifest ? { contents: JSON.stringify({ version }), loader: "json" } : undefined,
    );
  },
});

/** What is built: an entry, and the folder and the file that it becomes. */
export const bundles: readonly Bundle[] = [
  {
    // A file by itself, because each further one costs --help and --version more than a millisecond.
    entry: "environment-manager/main.ts",
    folder: "dist",
    main: "main.js",
    options: { format: "esm" },
    plugins: [leavesLater],
  },
  {
    // Split, so that a command reads and compiles no more than it needs.
    entry: "environment-manager/commands/command-line.ts",
    folder: "dist",
    main: "command-line.js",
    options: { format: "esm", splitting: true, chunkNames: "chunks/[name]-[hash]" },
  },
  {
    entry: "environment-manager/runtimes/native/supervisor/main.ts",
    folder: "dist",
    main: "supervisor.cjs",
    options: commonJs,
  },
  {
    entry: "monitoring/exporter/main.ts",
    folder: "monitoring/exporter/dist",
    main: "exporter.cjs",
    options: commonJs,
  },
];

/** esbuild's options for one bundle, written below `into`. */
export function bundleOptions(bundle: Bundle, root: string, into: string, version: string): BuildOptions {
  if (!existsSync(join(root, bundle.entry)))
    throw new Error(`${bundle.entry} is missing, ${bundle.main} cannot be built`);
  const extension = extname(bundle.main);
  return {
    absWorkingDir: root,
    entryPoints: { [basename(bundle.main, extension)]: bundle.entry },
    outdir: join(into, bundle.folder),
    outExtension: { ".js": extension },
    bundle: true,
    platform: "node",
    target: "node24",
    // Names and lines stay, so that a stack trace can be read; whitespace takes no measurable time to compile.
    minifySyntax: true,
    legalComments: "none",
    define: { ENV_MANAGER_VERSION: JSON.stringify(version), "process.env.NODE_ENV": '"production"' },
    plugins: [
      ...(bundle.plugins ?? []),
      versionOnly(join(root, "package.json"), version),
      leftOut,
      builtins,
      commonJsNames,
    ],
    metafile: true,
    logLevel: "silent",
    ...bundle.options,
  };
}
