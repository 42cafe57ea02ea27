import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../errors.ts";
import { loadSettings } from "./load.ts";
import { projectPaths } from "./project.ts";
import { edited, type SettingChanges, saveFlags } from "./save.ts";
import { objection } from "./schema.ts";

const isRoot = process.getuid?.() === 0;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "save-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, ".env");
const content = () => readFileSync(path(), "utf8");
const mode = (file: string) => statSync(file).mode & 0o777;
const save = (changes: SettingChanges) => saveFlags(projectPaths(folder), changes);

async function refusal(changes: SettingChanges): Promise<UserError> {
  const error = await save(changes).catch((thrown: unknown) => thrown);
  if (error instanceof UserError) return error;
  throw new Error("The change was saved");
}

describe("saving", () => {
  test("makes a file that only its owner can read, whatever the umask", async () => {
    const umask = process.umask(0o777);
    try {
      expect(await save({ MONITOR_PORT: "3001", GRAFANA_USER: "Ann Lee" })).toEqual(["GRAFANA_USER", "MONITOR_PORT"]);
    } finally {
      process.umask(umask);
    }
    expect(content()).toMatch(/^# [^\n]*\nGRAFANA_USER='Ann Lee'\nMONITOR_PORT=3001\n$/);
    expect(mode(path())).toBe(0o600);
    expect(readdirSync(folder)).toEqual([".env"]);
  });

  test("keeps comments, order, other lines, their quotes and line breaks", async () => {
    writeFileSync(
      path(),
      '\uFEFF# mine\r\n\r\n  export MONITOR_PORT = "3000"   # note\r\nX_A="b"\r\nRUNTIME=\'auto\'\r\nGRAFANA_HOME= # none',
    );
    await save({ MONITOR_PORT: "3001", RUNTIME: "auto", GRAFANA_HOME: "/srv/my grafana", GRAFANA_USER: "it's me" });
    expect(content()).toBe(
      "\uFEFF# mine\r\n\r\n  export MONITOR_PORT = 3001   # note\r\nX_A=\"b\"\r\nRUNTIME='auto'\r\nGRAFANA_HOME= '/srv/my grafana' # none\r\nGRAFANA_USER=\"it's me\"\r\n",
    );
  });

  test("leaves a file with the same values untouched, and only takes it from others' eyes", async () => {
    writeFileSync(path(), "MONITOR_PORT='3001'\n", { mode: 0o644 });
    const before = statSync(path());
    expect(await save({ MONITOR_PORT: "3001" })).toEqual([]);
    expect(statSync(path())).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(mode(path())).toBe(0o600);
  });

  test("takes a changed file from others' eyes as well", async () => {
    writeFileSync(path(), "MONITOR_PORT=1\n");
    chmodSync(path(), 0o666);
    await save({ MONITOR_PORT: "2" });
    expect(mode(path())).toBe(0o600);
  });

  test("without anything to save makes no file", async () => {
    expect(await save({})).toEqual([]);
    expect(existsSync(path())).toBe(false);
  });

  test.skipIf(!isRoot)("as root leaves the file to its owner, and a new one to the folder's", async () => {
    const { chownSync } = await import("node:fs");
    chownSync(folder, 4242, 4243);
    await save({ MONITOR_PORT: "2" });
    expect(statSync(path())).toMatchObject({ uid: 4242, gid: 4243 });
    chownSync(path(), 4244, 4245);
    await save({ MONITOR_PORT: "3" });
    expect(statSync(path())).toMatchObject({ uid: 4244, gid: 4245 });
  });
});

describe("a .env that is a symbolic link", () => {
  test("stays one, and its target is written", async () => {
    mkdirSync(join(folder, "elsewhere"));
    writeFileSync(join(folder, "elsewhere", "real"), "MONITOR_PORT=1 # note\n", { mode: 0o644 });
    symlinkSync("elsewhere/real", join(folder, "between"));
    symlinkSync(join(folder, "between"), path());
    await save({ MONITOR_PORT: "2" });
    expect(lstatSync(path()).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, "elsewhere", "real"), "utf8")).toBe("MONITOR_PORT=2 # note\n");
    expect(mode(join(folder, "elsewhere", "real"))).toBe(0o600);
    expect(readdirSync(join(folder, "elsewhere"))).toEqual(["real"]);
  });

  test("whose target is missing gets it", async () => {
    symlinkSync("real", path());
    await save({ MONITOR_PORT: "2" });
    expect(readFileSync(join(folder, "real"), "utf8")).toContain("MONITOR_PORT=2\n");
  });

  test("into a folder that is not there, or in a circle, is refused", async () => {
    symlinkSync("no/where", path());
    expect(await refusal({ MONITOR_PORT: "2" })).toMatchObject({ exitCode: 78, problems: [{ where: path() }] });
    rmSync(path());
    symlinkSync(".env", path());
    expect(await refusal({ MONITOR_PORT: "2" })).toMatchObject({
      exitCode: 78,
      problems: [{ what: expect.stringContaining("circle") }],
    });
  });
});

describe("what cannot be saved leaves the file as it was", () => {
  test.each(["hunter's $5", "hunter\nb"])("the value %j", async (text) => {
    writeFileSync(path(), "MONITOR_PORT=1\n");
    const error = await refusal({ MONITOR_PORT: "2", GRAFANA_PASSWORD: text });
    expect(error.exitCode).toBe(64);
    expect(JSON.stringify(error.problems)).not.toContain("hunter");
    expect(content()).toBe("MONITOR_PORT=1\n");
  });

  test("a file that is broken", async () => {
    writeFileSync(path(), "MONITOR_PORT=1\nnonsense\n");
    expect(await refusal({ MONITOR_PORT: "2" })).toMatchObject({ exitCode: 78, problems: [{ where: ".env:2" }] });
    expect(content()).toBe("MONITOR_PORT=1\nnonsense\n");
  });

  // Root may write everywhere, so these run as another user.
  describe.skipIf(process.seteuid === undefined)("without permission", () => {
    const asSomebody = async <Result>(action: () => Promise<Result>): Promise<Result> => {
      if (!isRoot) return await action();
      chmodSync(folder, 0o555);
      process.seteuid?.(65534);
      try {
        return await action();
      } finally {
        process.seteuid?.(0);
      }
    };
    afterEach(() => chmodSync(folder, 0o755));

    test("to the folder", async () => {
      chmodSync(folder, 0o555);
      const error = await asSomebody(() => refusal({ MONITOR_PORT: "2" }));
      expect(error).toMatchObject({
        exitCode: 77,
        problems: [{ where: path(), remedy: expect.stringContaining("owner") }],
      });
      expect(readdirSync(folder)).toEqual([]);
    });

    test("to the file, though the folder could be written", async () => {
      writeFileSync(path(), "MONITOR_PORT=1\n");
      chmodSync(path(), 0o444);
      const error = await asSomebody(() => refusal({ MONITOR_PORT: "2" }));
      expect(error.exitCode).toBe(77);
      expect(content()).toBe("MONITOR_PORT=1\n");
    });

    test("to read the file, which loading says too", async () => {
      writeFileSync(path(), "MONITOR_PORT=1\n");
      chmodSync(path(), 0o000);
      const error = await asSomebody(() =>
        loadSettings({ flags: {}, environment: {}, paths: projectPaths(folder) }).catch((thrown: unknown) => thrown),
      );
      expect(error).toMatchObject({ exitCode: 77, problems: [{ what: ".env cannot be read: permission denied" }] });
    });
  });
});

test("any password and user that are allowed and saved are loaded again, past any other lines", async () => {
  const line = fc.constantFrom(
    '# it\'s a "comment"',
    "",
    "X_A='b' # c",
    'X_B="it\'s"',
    "GRAFANA_USER= # note",
    "export GRAFANA_PASSWORD='old'",
  );
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom(..."'\"$#\\ `{}=aé") }));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(line), fc.boolean(), text, text, async (lines, ended, user, password) => {
      fc.pre(objection("GRAFANA_USER", user) === undefined && objection("GRAFANA_PASSWORD", password) === undefined);
      const changes = { GRAFANA_USER: user, GRAFANA_PASSWORD: password };
      const before = lines.join("\n") + (ended ? "\n" : "");
      let after: string;
      try {
        after = edited(before, changes).text;
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(/'|\\$/.test(user) || /'|\\$/.test(password)).toBe(true);
        return;
      }
      writeFileSync(path(), after);
      const { settings } = await loadSettings({ flags: {}, environment: {}, paths: projectPaths(folder) });
      expect(settings).toMatchObject(changes);
      expect(edited(after, changes)).toEqual({ text: after, changed: [] });
    }),
    { numRuns: 500 },
  );
});
