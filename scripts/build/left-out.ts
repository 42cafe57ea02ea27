import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

interface Replacement {
  /** The file of a package that it applies to, by the end of its path. */
  readonly file: RegExp;
  /** Why, with what it saves where that was measured (CPU time of a start, Node 26). */
  readonly why: string;
  readonly contents: (original: string) => string;
}

const throwing = (what: string) => `throw new Error("${what} is not part of env-manager");`;

/** Parts of packages that this program never uses, and that would be loaded nevertheless. */
const replacements: readonly Replacement[] = [
  {
    file: /\/axios\/lib\/adapters\/fetch\.js$/,
    why: "axios talks by node:http here; merely to look at Request and Response loads all of fetch (50 ms)",
    contents: () => "export const getFetch = () => undefined; export default undefined;",
  },
  {
    file: /\/axios\/lib\/utils\.js$/,
    why: "the same, for FormData",
    contents: (original) =>
      replaceOnce(original, "typeof G.FormData !== 'undefined' ? G.FormData : undefined", "undefined"),
  },
  {
    file: /\/axios\/lib\/platform\/node\/classes\/FormData\.js$/,
    why: "no form is ever sent; its tables of media types take 10 ms",
    contents: () => "export default undefined;",
  },
  {
    file: /\/yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/,
    why: "it would unpack its code by fetch(), which takes 60 ms to load; it can do without",
    contents: (original) => `const fetch = undefined;\n${original}`,
  },
  {
    file: /\/docker-modem\/lib\/ssh\.js$/,
    why: "an engine behind ssh is reached by the docker client only; ssh2 is large and has native parts (30 ms)",
    contents: () => `module.exports = () => { ${throwing("Docker over ssh")} };`,
  },
  {
    file: /\/dockerode\/lib\/(session|buildkit)\.js$/,
    why: "Compose builds images; BuildKit's sessions need gRPC and protobuf (50 ms)",
    contents: () => `module.exports = () => { ${throwing("A BuildKit session")} };`,
  },
];

/** Packages that are asked for and may be missing. */
const absent = /^react-devtools-core$|^cpu-features$|^supports-color$|\.node$/;

/** Leaves out of the bundle what is never used but takes time to load. */
export const leftOut: Plugin = {
  name: "left-out",
  setup(build) {
    build.onResolve({ filter: absent }, ({ path }) => ({ path, namespace: "absent" }));
    build.onLoad({ filter: /.*/, namespace: "absent" }, ({ path }) => ({ contents: throwing(path) }));

    // Loading child_process takes 5 ms. The parser wants it for subcommands that are programs of their own; there are none.
    build.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes("/commander/") ? { path, namespace: "unused" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "export default {};" }));

    for (const { file, contents } of replacements) {
      build.onLoad({ filter: file }, async ({ path }) => ({ contents: contents(await readFile(path, "utf8")) }));
    }
  },
};

function replaceOnce(text: string, part: string, replacement: string): string {
  if (text.split(part).length !== 2) throw new Error(`A package has changed: it no longer has exactly one «${part}»`);
  return text.replace(part, replacement);
}
