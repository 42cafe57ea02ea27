import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findProject, type ProjectSearch } from "./find-project.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "find-")));
});
afterEach(() => rmSync(folder, { recursive: true }));

function make(...path: string[]): string {
  const directory = join(folder, ...path);
  mkdirSync(directory, { recursive: true });
  return directory;
}

const find = (search: Partial<ProjectSearch>) =>
  findProject({ environment: { HOME: "/home/ann" }, cwd: folder, programRoot: "/opt/clone", ...search });

test("the flag wins over the variable, that over the folders around", () => {
  const [named, variable, around] = [make("named"), make("variable"), make("around", ".env-manager")];
  const cwd = join(around, "..");
  const environment = { ENV_MANAGER_PROJECT_DIR: variable };
  expect(find({ named, environment, cwd })).toBe(named);
  expect(find({ environment, cwd })).toBe(variable);
  expect(find({ environment: { ENV_MANAGER_PROJECT_DIR: "" }, cwd })).toBe(cwd);
});

test("a relative name counts from the working directory", () => {
  const named = make("a", "b");
  expect(find({ named: "../b", cwd: named })).toBe(named);
});

describe("from the working directory upwards", () => {
  test("the nearest folder with a state folder or the Compose file is the project", () => {
    make("outer", ".env-manager");
    make("outer", "inner", "head_1");
    const cwd = make("outer", "inner", "deep", "deeper");
    expect(find({ cwd })).toBe(join(folder, "outer"));
    writeFileSync(join(folder, "outer", "inner", "head_1", "docker-compose.yml"), "");
    expect(find({ cwd })).toBe(join(folder, "outer", "inner"));
  });

  test("files and folders that only share the names do not count", () => {
    make("head_1", "docker-compose.yml");
    writeFileSync(join(folder, ".env-manager"), "");
    expect(find({})).toBe("/opt/clone");
  });
});

describe("with nothing around", () => {
  test("a clone is its own project", () => expect(find({})).toBe("/opt/clone"));

  test.each([
    [{ HOME: "/home/ann", XDG_DATA_HOME: "/data" }, "/data/env-manager"],
    [{ HOME: "/home/ann", XDG_DATA_HOME: "relative" }, "/home/ann/.local/share/env-manager"],
    [{ HOME: "/home/ann" }, "/home/ann/.local/share/env-manager"],
  ])("an installed package with %j uses %s", (environment, directory) => {
    expect(find({ environment, programRoot: "/usr/lib/node_modules/env-manager" })).toBe(directory);
  });
});

describe("a named directory", () => {
  test("that does not exist is wrong usage", () => {
    expect(() => find({ named: "none" })).toThrow(
      expect.objectContaining({
        exitCode: 64,
        problems: [
          {
            what: `The project directory ${folder}/none does not exist`,
            where: "--project-dir",
            remedy: expect.stringContaining("env-manager init"),
          },
        ],
      }),
    );
  });

  test("in the variable that is a file is wrong configuration", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => find({ environment: { ENV_MANAGER_PROJECT_DIR: join(folder, "file") } })).toThrow(
      expect.objectContaining({ exitCode: 78, message: expect.stringContaining("is not a folder") }),
    );
  });

  test("that is empty is not the working directory", () => expect(() => find({ named: "" })).toThrow("is empty"));
});
