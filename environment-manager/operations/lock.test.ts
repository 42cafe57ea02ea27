import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../errors.ts";
import { projectPaths } from "../settings/project.ts";
import { takeLock } from "./lock.ts";

let directory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lock-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  rmSync(directory, { recursive: true });
});

/** Another process that takes the lock, says whether it got it, and keeps it until it is killed. */
async function otherProcess(): Promise<{ child: ChildProcess; said: string }> {
  const module = join(import.meta.dirname, "lock.ts");
  const script = `
    import { takeLock } from ${JSON.stringify(module)};
    try { takeLock({ lock: ${JSON.stringify(projectPaths(directory).lock)} }, "other"); console.log("taken"); }
    catch (error) { console.log(error.exitCode); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [chunk] = await once(child.stdout as NodeJS.ReadableStream, "data");
  return { child, said: String(chunk).trim() };
}

describe("the lock of an installation", () => {
  test("is refused with exit code 75 while another process holds it, naming that one", async () => {
    const { child, said } = await otherProcess();
    expect(said).toBe("taken");
    const attempt = () => takeLock(projectPaths(directory), "enable");
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(`env-manager other (pid ${child.pid})`);
    expect(attempt).toThrow(expect.objectContaining({ exitCode: 75 }));
  });

  test("can be taken again after it was given back", () => {
    takeLock(projectPaths(directory), "enable")();
    expect(existsSync(projectPaths(directory).lock)).toBe(false);
    takeLock(projectPaths(directory), "enable")();
  });

  test("leaves no folder where there was none, and an installation's where there is one", () => {
    const { state, audit } = projectPaths(directory);
    takeLock(projectPaths(directory), "enable")();
    expect(existsSync(state)).toBe(false);
    mkdirSync(state);
    writeFileSync(audit, "");
    takeLock(projectPaths(directory), "enable")();
    expect(readdirSync(state)).toEqual(["audit.log"]);
  });

  test("is taken over from a process that was killed", async () => {
    const { child } = await otherProcess();
    child.kill("SIGKILL");
    await once(child, "exit");
    takeLock(projectPaths(directory), "enable")();
  });

  test("is taken over where the holder's number belongs to another process now", () => {
    const { lock, state } = projectPaths(directory);
    mkdirSync(state);
    writeFileSync(lock, JSON.stringify({ pid: process.pid, startTime: "1", command: "enable" }));
    const giveBack = takeLock(projectPaths(directory), "enable");
    expect(readdirSync(state)).toEqual(["lock"]);
    giveBack();
  });

  test("is taken over where its file is damaged", () => {
    mkdirSync(projectPaths(directory).state);
    writeFileSync(projectPaths(directory).lock, "{");
    takeLock(projectPaths(directory), "enable")();
  });

  test("of several processes that want a stale one, exactly one gets it", async () => {
    mkdirSync(projectPaths(directory).state);
    writeFileSync(
      projectPaths(directory).lock,
      JSON.stringify({ pid: process.pid, startTime: "1", command: "enable" }),
    );
    const answers = await Promise.all([otherProcess(), otherProcess(), otherProcess(), otherProcess()]);
    expect(answers.map(({ said }) => said).sort()).toEqual(["75", "75", "75", "taken"]);
  });
});
