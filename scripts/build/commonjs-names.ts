import { createRequire } from "node:module";
import type { Plugin } from "esbuild";

const require = createRequire(import.meta.url);
const ours = Symbol("resolved by this plugin");
const identifier = /^[A-Za-z_$][\w$]*$/;

/**
 * Gives `await import("yaml")` the named exports that it has under Node. With code splitting the bundler makes of a
 * CommonJS package behind a dynamic import a module that has a default export only.
 */
export const commonJsNames: Plugin = {
  name: "commonjs-names",
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === ours) return undefined;
      const resolved = await build.resolve(path, { kind, resolveDir, pluginData: ours });
      if (resolved.external || resolved.namespace !== "file" || !isCommonJs(resolved.path)) return resolved;
      return { path: resolved.path, namespace: "commonjs-names" };
    });
    build.onLoad({ filter: /.*/, namespace: "commonjs-names" }, ({ path }) => {
      const names = Object.keys(require(path)).filter((name) => identifier.test(name) && name !== "default");
      const file = JSON.stringify(path);
      return {
        contents: `import whole from ${file}; export default whole; export const { ${names.join(", ")} } = whole;`,
        resolveDir: "/",
      };
    });
  },
};

/** A module that Node cannot tell from CommonJS is loaded by `require` without a namespace object around it. */
function isCommonJs(path: string): boolean {
  const loaded: unknown = require(path);
  return Object.prototype.toString.call(loaded) !== "[object Module]";
}
