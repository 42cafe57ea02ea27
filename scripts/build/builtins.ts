import { isBuiltin } from "node:module";
import { relative } from "node:path";
import type { Plugin } from "esbuild";

const identifier = /^[A-Za-z_$][\w$]*$/;

/**
 * Takes Node's own modules by `process.getBuiltinModule()` instead of importing them. An import builds the module's whole
 * namespace, which runs every lazy getter in it: `node:process` sets up the standard streams (8 ms), `node:http` loads
 * fetch and WebSocket (16 MiB). What is fetched here is only what the importing file names.
 */
export const builtins: Plugin = {
  name: "builtins",
  setup(build) {
    const root = build.initialOptions.absWorkingDir ?? process.cwd();
    build.onResolve({ filter: /.*/ }, ({ path, kind, importer }) => {
      if (!isBuiltin(path)) return undefined;
      const module = `node:${path.replace(/^node:/, "")}`;
      if (kind === "require-call") return { path: module, namespace: "required-builtin" };
      // A module for each importer, so that code splitting makes no files of a few lines out of them.
      if (kind === "import-statement")
        return { path: `${module}?${relative(root, importer)}`, namespace: "imported-builtin" };
      return { path: module, external: true };
    });
    build.onLoad({ filter: /.*/, namespace: "required-builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule("${path}");`,
    }));
    build.onLoad({ filter: /.*/, namespace: "imported-builtin" }, ({ path }) => ({
      contents: importedBuiltin(path.slice(0, path.indexOf("?"))),
    }));
  },
};

/** Every export as a call without side effects, of which the bundler keeps those that are used. */
function importedBuiltin(module: string): string {
  const names = Object.getOwnPropertyNames(process.getBuiltinModule(module)).filter((name) => identifier.test(name));
  return [
    `const whole = process.getBuiltinModule("${module}");`,
    "const pick = (name) => whole[name];",
    "export default whole;",
    ...names
      .filter((name) => name !== "default")
      .map((name) => `const own_${name} = /* @__PURE__ */ pick("${name}"); export { own_${name} as ${name} };`),
  ].join("\n");
}
