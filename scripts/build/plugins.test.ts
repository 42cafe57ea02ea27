import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { builtins } from "./builtins.ts";
import { commonJsNames } from "./commonjs-names.ts";
import { leftOut } from "./left-out.ts";

const root = dirname(dirname(import.meta.dirname));
let folder = "";
beforeEach(() => {
  // Below the repository, so that its packages are found.
  folder = mkdtempSync(join(root, ".env-manager.bundle-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Bundles a program as the build does, runs it with `args`, and returns what it prints and its text. */
async function bundled(format: "esm" | "cjs", source: string, ...args: readonly string[]) {
  const entry = join(folder, "entry.ts");
  writeFileSync(entry, source);
  const split =
    format === "esm" ? { splitting: true, outExtension: { ".js": ".mjs" } } : { outExtension: { ".js": ".cjs" } };
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    bundle: true,
    format,
    platform: "node",
    target: "node24",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [leftOut, builtins, commonJsNames],
    write: false,
    ...split,
  });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  const main = outputFiles.find(({ path }) => path.startsWith(join(folder, "entry.")));
  const { stdout } = await execa(process.execPath, [main?.path ?? "", ...args]);
  return { stdout, text: main?.text ?? "" };
}

const loadsFetch = 'process.moduleLoadList.some((name) => name.includes("undici"))';

describe.each(["esm", "cjs"] as const)("Node's own modules in a bundle (%s)", (format) => {
  it("are all there, in every way of importing them", async () => {
    writeFileSync(join(folder, "legacy.cjs"), 'module.exports = require("os").EOL === "\\n";');
    const { stdout, text } = await bundled(
      format,
      `import { basename as base } from "node:path";
       import process from "process";
       import * as events from "node:events";
       import EventEmitter, { once } from "events";
       import { constants } from "node:fs";
       import legacy from "./legacy.cjs";
       const same = events.EventEmitter === EventEmitter && events.once === once;
       process.stdout.write([base("/a/b"), same, constants.R_OK, legacy].join(" "));`,
    );
    expect(stdout).toBe("b true 4 true");
    expect(text).not.toMatch(/^import|\brequire\("/m);
  });

  it("do not bring fetch with node:http", async () => {
    const { stdout } = await bundled(
      format,
      `import http, { createServer } from "node:http";
       console.log(typeof http.get, typeof createServer, ${loadsFetch});`,
    );
    expect(stdout).toBe("function function false");
  });
});

it("a CommonJS package has its named exports behind a dynamic import", async () => {
  const { stdout } = await bundled(
    "esm",
    `const { parse, default: whole } = await import("yaml");
     console.log(parse("a: 1").a, typeof whole.stringify);`,
  );
  expect(stdout).toBe("1 function");
});

describe("what is left out of packages", () => {
  it("is not missed by axios, which loads no fetch", async () => {
    const server = createServer((_request, response) => response.end('{"answer":42}')).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { stdout } = await bundled(
      "esm",
      `import axios from "axios";
       const { data } = await axios.get(process.argv[2]);
       const posted = await axios.post(process.argv[2], { a: 1 }, { auth: { username: "a", password: "b" } });
       console.log(data.answer, posted.status, ${loadsFetch});`,
      `http://127.0.0.1:${port}/`,
    );
    server.close();
    expect(stdout).toBe("42 200 false");
  });

  it("is not missed by dockerode on a socket", async () => {
    const socket = join(folder, "s");
    const server = createServer((_request, response) => response.end("OK")).listen(socket);
    const { stdout } = await bundled(
      "esm",
      `import Docker from "dockerode";
       console.log(String(await new Docker({ socketPath: process.argv[2] }).ping()), ${loadsFetch});`,
      socket,
    );
    server.close();
    expect(stdout).toBe("OK false");
  });

  it("is not missed by Ink, which loads no fetch", async () => {
    const { stdout } = await bundled(
      "esm",
      `import { Text, render } from "ink";
       import { createElement } from "react";
       const screen = render(createElement(Text, null, "hello"), { stdout: process.stdout });
       screen.unmount();
       console.log(${loadsFetch});`,
    );
    expect(stdout).toMatch(/hello\s+false/);
  });

  it("is not missed by commander, which loads no child_process", async () => {
    const { stdout } = await bundled(
      "esm",
      `import { Command } from "commander";
       new Command().command("a").action(() => console.log("a", process.moduleLoadList.includes("NativeModule child_process"))).parent.parse();`,
      "a",
    );
    expect(stdout).toBe("a false");
  });
});
