import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { violations } from "./rules.ts";
import { readSources } from "./scan.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "imports-"));
  for (const folder of ["environment-manager", "monitoring"]) mkdirSync(join(root, folder));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, ...lines: readonly string[]): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), lines.join("\n"));
}

const found = () =>
  violations(readSources(root, ["environment-manager", "monitoring"])).map(
    ({ path, line, what }) => `${path}:${line} ${what}`,
  );

describe("the direction of imports", () => {
  it("lets commands import operations and operations import runtimes", () => {
    write("environment-manager/commands/a.ts", 'import { b } from "../operations/b.ts";', "b();");
    write("environment-manager/operations/b.ts", 'export { c as b } from "../runtimes/docker/c.ts";');
    write("environment-manager/runtimes/docker/c.ts", 'import Docker from "dockerode";');
    expect(found()).toEqual([]);
  });

  it("refuses an import upwards, wherever it stands and even of a type", () => {
    write(
      "environment-manager/runtimes/docker/a.ts",
      "import {",
      "  b,",
      '} from "../../operations/b.ts";',
      'import type { C } from "../../commands/c.ts";',
      'const later = () => import("../../terminal/d.ts");',
    );
    expect(found()).toEqual([
      "environment-manager/runtimes/docker/a.ts:3 imports environment-manager/operations/b.ts",
      "environment-manager/runtimes/docker/a.ts:4 imports environment-manager/commands/c.ts",
      "environment-manager/runtimes/docker/a.ts:5 imports environment-manager/terminal/d.ts",
    ]);
  });

  it("keeps the exporter and the manager apart", () => {
    write("monitoring/exporter/a.ts", 'import { exitCode } from "../../environment-manager/errors.ts";');
    write("environment-manager/clients/b.ts", 'import { names } from "../../monitoring/exporter/names.ts";');
    expect(found()).toHaveLength(2);
  });

  it("keeps a package where its interface is", () => {
    write("environment-manager/operations/a.ts", 'import axios from "axios";');
    expect(found()).toEqual(["environment-manager/operations/a.ts:1 imports axios"]);
  });

  it("looks at neither tests nor comments nor strings", () => {
    write("environment-manager/settings/a.test.ts", 'import { b } from "../commands/b.ts";', "process.exit(1);");
    write(
      "environment-manager/settings/b.ts",
      "// process.exit(1)",
      'const text = "process.exit()";',
      '/* import "ink"; */',
    );
    expect(found()).toEqual([]);
  });
});

describe("the purity of the stack", () => {
  it("refuses the disk, also behind other files, and the clock", () => {
    write(
      "environment-manager/stack/a.ts",
      'import { join } from "node:path";',
      'import { b } from "../settings/b.ts";',
    );
    write("environment-manager/settings/b.ts", 'import { readFileSync } from "node:fs";');
    write("environment-manager/stack/c.ts", "export const now = () => Date.now();");
    expect(found()).toEqual([
      "environment-manager/stack/a.ts:2 loads environment-manager/settings/b.ts → node:fs",
      "environment-manager/stack/c.ts:1 uses Date.now",
    ]);
  });

  it("lets it name a type of a file that reads the disk", () => {
    write("environment-manager/stack/a.ts", 'import type { B } from "../settings/b.ts";');
    write("environment-manager/settings/b.ts", 'import { readFileSync } from "node:fs";');
    expect(found()).toEqual([]);
  });
});

describe("the program's first file", () => {
  it("loads no package, but may have one loaded later", () => {
    write("environment-manager/main.ts", 'import { a } from "./commands/a.ts";', "process.exit(0);");
    write(
      "environment-manager/commands/a.ts",
      'import { Command } from "commander";',
      'const b = () => import("./b.ts");',
    );
    write("environment-manager/commands/b.ts", 'import { parse } from "yaml";');
    expect(found()).toEqual(["environment-manager/main.ts:1 loads environment-manager/commands/a.ts → commander"]);
  });

  it("alone ends the process", () => {
    write("environment-manager/operations/a.ts", "export function stop() {", "  process.exitCode = 1;", "}");
    expect(found()).toEqual(["environment-manager/operations/a.ts:2 uses process.exitCode"]);
  });
});
