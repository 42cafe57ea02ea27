import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyWorkingTree, machinePath, registryAnswers, repository } from "./support/working-tree.ts";

const folder = mkdtempSync(join(tmpdir(), "env-manager-clone-"));
const clone = join(folder, "a clone");
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

const start = (...args: readonly string[]) =>
  execa(join(clone, "env-manager"), args, { cwd: "/", env: { PATH: machinePath }, preferLocal: false });

beforeAll(() => copyWorkingTree(clone));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(registryAnswers("starting from a fresh clone"))("a fresh clone", () => {
  it("installs what it needs and no tools for developers, builds, and runs", async () => {
    const { stdout, stderr } = await start("--version");
    expect(stdout).toBe(version);
    expect(stderr.split("\n")).toEqual([expect.stringContaining("installing"), expect.stringContaining("building")]);
    expect(existsSync(join(clone, "node_modules", "typescript"))).toBe(false);
  });

  it("just runs from then on", async () => {
    expect(await start("--version")).toMatchObject({ stdout: version, stderr: "" });
  });

  it("is left as it was for git", async () => {
    await execa("git", ["init", "--quiet", "."], { cwd: clone });
    const { stdout } = await execa("git", ["status", "--porcelain", "--untracked-files=all"], { cwd: clone });
    expect(stdout).not.toMatch(/dist\/|node_modules|\.env-manager/);
  });
});
