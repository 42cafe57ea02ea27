import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type MiniatureClone, miniatureClone, program } from "./clone-for-tests.ts";

let clone: MiniatureClone;
beforeEach(() => {
  clone = miniatureClone();
});
afterEach(() => clone.remove());

vi.setConfig({ testTimeout: 60_000 });
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 50_000 });

const start = (...args: readonly string[]) => execa(clone.launcher, args, clone.options);
const saysThatItWaits = async ({ stderr }: ReturnType<typeof start>) => {
  let said = "";
  stderr.on("data", (data) => {
    said += data;
  });
  await until(() => said.includes("waiting for another env-manager"));
};
const beside = (name: string) => join(dirname(clone.root), name);

describe("a start in a clone", () => {
  it("installs and builds, then runs the program with its arguments and exit code", async () => {
    const { exitCode, stdout, stderr } = await start("status", "two words", "", ".");
    expect(stdout).toBe("one\nstatus\ntwo words\n\n.");
    expect(exitCode).toBe(7);
    expect(stderr).toMatch(/^env-manager: installing/);
    expect(clone.calls()).toMatchObject({ npm: [expect.stringMatching(/^install --no-save --omit=dev /)], builds: 1 });
  });

  it("says nothing and does neither when nothing has changed", async () => {
    await start();
    expect(await start()).toMatchObject({ stdout: "one", stderr: "", exitCode: 7 });
    expect(clone.calls()).toMatchObject({ npm: { length: 1 }, builds: 1 });
  });

  it("builds again when a source has changed, come or gone", async () => {
    await start();
    clone.write("environment-manager/main.ts", program("two"));
    expect((await start()).stdout).toBe("two");
    clone.write("environment-manager/more.ts", "");
    await start();
    rmSync(join(clone.root, "environment-manager", "more.ts"));
    await start();
    expect(clone.calls()).toMatchObject({ npm: { length: 1 }, builds: 4 });
  });

  it("builds again when a source with an old time of change has been put in place", async () => {
    await start();
    await execa("touch", ["-d", "2001-01-01", join(clone.root, "environment-manager", "main.ts")]);
    await start();
    expect(clone.calls().builds).toBe(2);
  });

  it("installs again when the lock file has changed, with the tools of a developer who has them", async () => {
    await start();
    mkdirSync(join(clone.root, "node_modules", "typescript"));
    clone.write("package-lock.json", "{}");
    await start();
    expect(clone.calls().npm).toEqual([
      expect.stringContaining("--omit=dev"),
      expect.stringContaining("--include=dev"),
    ]);
  });
});

describe("the way to the program", () => {
  it("leads through links, relative and absolute, from any folder", async () => {
    mkdirSync(beside("links"));
    symlinkSync("../a clone/env-manager", join(beside("links"), "relative"));
    symlinkSync(join(beside("links"), "relative"), join(clone.bin, "absolute"));
    expect((await execa("absolute", { ...clone.options, preferLocal: false, cwd: "/" })).stdout).toBe("one");
    expect((await execa("../links/relative", { ...clone.options, cwd: beside("links") })).stdout).toBe("one");
    expect((await execa("./env-manager", { ...clone.options, cwd: clone.root })).stdout).toBe("one");
    expect((await execa("sh", ["env-manager"], { ...clone.options, cwd: clone.root })).stdout).toBe("one");
  });

  it("takes Node from beside an installed package, which is never built", async () => {
    await start();
    rmSync(join(clone.root, "scripts"), { recursive: true });
    renameSync(join(clone.root, "node_modules", `node-linux-${process.arch}`), beside(`node-linux-${process.arch}`));
    clone.write("environment-manager/main.ts", program("newer"));
    expect((await start()).stdout).toBe("one");
  });

  it("takes a new enough Node from PATH and refuses an old one", async () => {
    await start();
    rmSync(join(clone.root, "node_modules"), { recursive: true });
    symlinkSync(process.execPath, join(clone.bin, "node"));
    expect((await start()).stdout).toBe("one");
    rmSync(join(clone.root, "scripts"), { recursive: true });
    rmSync(join(clone.bin, "node"));
    writeFileSync(join(clone.bin, "node"), "#!/bin/sh\necho v20.20.2\n", { mode: 0o755 });
    expect(await start()).toMatchObject({
      exitCode: 69,
      stderr: expect.stringContaining("Node 24 or later is needed"),
    });
  });
});

describe("trouble", () => {
  it("without npm is told with what to do", async () => {
    rmSync(join(clone.bin, "npm"));
    expect(await start()).toMatchObject({
      exitCode: 69,
      stderr: expect.stringMatching(/npm is needed.*apt install npm/),
    });
  });

  it("of npm is shown in npm's words, and the next start tries again", async () => {
    writeFileSync(beside("npm-fails"), "");
    const failed = await start();
    expect(failed.exitCode).toBe(69);
    expect(failed.stderr).toMatch(/npm error network request failed\n.*Check the network/s);
    rmSync(beside("npm-fails"));
    expect((await start()).stdout).toBe("one");
  });

  it("of an installation that was killed is repaired by a new one", async () => {
    writeFileSync(beside("npm-hangs"), "");
    const killed = execa(clone.launcher, { ...clone.options, stdio: "ignore" });
    await until(() => existsSync(join(clone.root, "node_modules", "half")));
    killed.kill("SIGKILL");
    await killed;
    clone.write("node_modules/damaged/package.json", "{}");
    const next = start();
    // The npm of the killed one is still at it.
    await saysThatItWaits(next);
    rmSync(beside("npm-hangs"));
    expect((await next).stdout).toBe("one");
    expect(existsSync(join(clone.root, "node_modules", "damaged"))).toBe(false);
    expect(clone.calls()).toMatchObject({ npm: { length: 2 }, builds: 1 });
  });

  it("of a folder that cannot be written is told, unless the build is there", async () => {
    const { uid } = process.getuid?.() === 0 ? { uid: 65_534 } : { uid: undefined };
    const stranger = { ...clone.options, ...(uid === undefined ? {} : { uid }) };
    chmodSync(clone.root, 0o555);
    expect(await execa(clone.launcher, stranger)).toMatchObject({
      exitCode: 77,
      stderr: expect.stringContaining("its owner"),
    });
    chmodSync(clone.root, 0o755);
    await start();
    chmodSync(clone.root, 0o555);
    expect((await execa(clone.launcher, stranger)).stdout).toBe("one");
    chmodSync(clone.root, 0o755);
  });
});

it("installs and builds once when two are started at once", async () => {
  writeFileSync(beside("npm-hangs"), "");
  const first = start("a");
  await until(() => existsSync(join(clone.root, "node_modules", "half")));
  const second = start("b");
  await saysThatItWaits(second);
  rmSync(beside("npm-hangs"));
  expect((await first).stdout).toBe("one\na");
  expect((await second).stdout).toBe("one\nb");
  expect(clone.calls()).toMatchObject({ npm: { length: 1 } });
});

it("stays below 80 lines", async () => {
  const { stdout } = await execa("wc", ["-l", clone.launcher]);
  expect(Number.parseInt(stdout, 10)).toBeLessThan(80);
});
