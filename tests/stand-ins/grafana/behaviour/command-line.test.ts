import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { AS_ADMIN, ask, basic } from "../replay/client.ts";
import { ADMIN_PASSWORD, environmentFor, type RunningGrafana, startGrafana } from "../replay/running-grafana.ts";
import { type Workspace, workspace } from "../replay/workspace.ts";
import { SUBJECT_TIMEOUT_MS, subjects } from "./subjects.ts";

const { all, remove } = await subjects();

afterAll(remove);

describe.each(all)("the command line of the $name", { timeout: SUBJECT_TIMEOUT_MS }, ({ home, modern }) => {
  let work: Workspace;
  let grafana: RunningGrafana | undefined;

  beforeEach(async () => {
    work = await workspace();
  });

  afterEach(async () => {
    await grafana?.stop();
    grafana = undefined;
    await work.remove();
  });

  const run = (words: readonly string[], input = ""): Promise<{ code: number | null; output: string }> =>
    new Promise((resolve) => {
      const child = spawn(join(home, "bin/grafana"), words, { env: environmentFor(work, 1), cwd: work.root });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
      child.on("close", (code) => resolve({ code, output }));
      child.stdin.end(input);
    });
  const reset = (words: readonly string[], input = ""): Promise<{ code: number | null; output: string }> =>
    run(["cli", "--homepath", home, "admin", "reset-admin-password", ...words], input);
  const status = async (password: string): Promise<number> =>
    (await ask(grafana?.url ?? "", { path: "/api/org", authorization: basic("admin", password) })).status;

  it("tells its version", async () => {
    const release = modern ? "12\\.4\\.0" : "9\\.4\\.0(-pre)?";
    expect((await run(["--version"])).output).toMatch(new RegExp(`^grafana version ${release}\n$`));
    expect((await run(["server", "-v"])).output).toMatch(
      new RegExp(`^Version ${release} \\(commit: [0-9a-f]+, branch: \\S+\\)\n$`),
    );
  });

  it("refuses a command it does not know", async () => {
    const { code, output } = await run(["dance"]);
    expect([code, output]).toEqual([1, expect.stringContaining("'dance' is not a grafana command")]);
  });

  it("changes the admin's password beside a running server, from the command line and from standard input", async () => {
    grafana = await startGrafana({ home, workspace: work });
    const first = await reset(["from-the-line-1"]);
    expect([first.code, first.output]).toEqual([0, expect.stringContaining("Admin password changed successfully ✔")]);
    expect(await status("from-the-line-1")).toBe(200);
    const second = await reset(["--password-from-stdin"], "from-stdin-2\n");
    expect([second.code, second.output]).toEqual([0, expect.stringContaining("Admin password changed successfully ✔")]);
    expect(await status("from-stdin-2")).toBe(200);
    expect(await status("from-the-line-1")).toBe(401);
    expect(second.output).not.toContain("from-stdin-2");
  });

  it("changes it while the server is down", async () => {
    grafana = await startGrafana({ home, workspace: work });
    await grafana.stop();
    expect((await reset(["while-down-3"])).code).toBe(0);
    grafana = await startGrafana({ home, workspace: work });
    expect(await status("while-down-3")).toBe(200);
  });

  it("refuses a password that is too short, and changes nothing", async () => {
    grafana = await startGrafana({ home, workspace: work });
    const { code, output } = await reset(["a"]);
    expect(code).toBe(1);
    expect(output).toMatch(/Error: ✗ .*password/);
    expect((await ask(grafana.url, { path: "/api/org", authorization: AS_ADMIN })).status).toBe(200);
  });

  it.runIf(modern)("ends well without changing anything when there is no such user", async () => {
    grafana = await startGrafana({ home, workspace: work });
    const { code, output } = await reset(["--user-id", "99", "somebody-else-4"]);
    expect(code).toBe(0);
    expect(output).toContain("Admin user cannot be found ✘");
    expect(output).toContain("Username: admin ID: 1");
  });

  it.runIf(modern)("ends well without changing anything when the user is no admin", async () => {
    grafana = await startGrafana({ home, workspace: work });
    const body = { name: "R", login: "researcher", password: "secure123" };
    await ask(grafana.url, { method: "POST", path: "/api/admin/users", authorization: AS_ADMIN, body });
    const { code, output } = await reset(["--user-id", "2", "somebody-else-4"]);
    expect([code, output]).toEqual([0, expect.not.stringContaining("changed successfully")]);
    const asResearcher = basic("researcher", "secure123");
    expect((await ask(grafana.url, { path: "/api/user", authorization: asResearcher })).status).toBe(200);
  });

  it.runIf(modern)("makes a database where there is none", async () => {
    expect((await reset(["before-the-first-start-5"])).code).toBe(0);
    grafana = await startGrafana({ home, workspace: work });
    expect(await status("before-the-first-start-5")).toBe(200);
  });

  it("does without a log file where it cannot write one", async () => {
    const notAFolder = await work.write("file", "");
    const environment = { GF_LOG_MODE: "console file", GF_PATHS_LOGS: join(notAFolder, "log") };
    grafana = await startGrafana({ home, workspace: work, environment });
    expect(await status(ADMIN_PASSWORD)).toBe(200);
  });
});
