import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callCompose } from "./compose-process.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program in the place of docker. */
function docker(script: string) {
  const executablePath = join(folder, "docker");
  writeFileSync(executablePath, `#!/bin/sh\n${script}\n`);
  chmodSync(executablePath, 0o755);
  return { executable: { executablePath } };
}

describe("a call of Compose", () => {
  test("returns all that it printed on both outputs, and its exit code", async () => {
    const options = docker(
      `echo "$@"; i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; echo bad >&2; exit 3`,
    );
    const { code, out, err } = await callCompose("config", ["--format", "json"], options);
    expect(code).toBe(3);
    expect(out.split("\n")[0]).toBe("compose config --format json");
    expect(out.trimEnd().split("\n").at(-1)).toBe("line 19999");
    expect(err).toBe("bad\n");
  });

  test("keeps characters whole that come in two pieces", async () => {
    const options = docker(`printf '\\303'; printf '\\251'`);
    expect((await callCompose("version", [], options)).out).toBe("é");
  });

  test("ends its process when it is aborted", async () => {
    const options = docker(`echo $$ > ${folder}/pid; exec sleep 60`);
    const abort = new AbortController();
    const called = callCompose("up", [], options, abort.signal);
    await expect.poll(() => read(join(folder, "pid"))).toMatch(/\d/);
    abort.abort();
    expect((await called).code).toBeNull();
  });

  test("is refused where the docker client is not there", async () => {
    const options = { executable: { executablePath: join(folder, "none") } };
    await expect(callCompose("version", [], options)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
