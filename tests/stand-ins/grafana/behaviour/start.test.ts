import { mkdir, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, basic } from "../replay/client.ts";
import { freePort } from "../replay/free-port.ts";
import { ADMIN_PASSWORD, type RunningGrafana, runGrafana, startGrafana } from "../replay/running-grafana.ts";
import { type Workspace, workspace } from "../replay/workspace.ts";
import { SUBJECT_TIMEOUT_MS, subjects } from "./subjects.ts";

const { all, remove } = await subjects();

afterAll(remove);

describe.each(all)("$name at its start", { timeout: SUBJECT_TIMEOUT_MS }, ({ home, modern }) => {
  let work: Workspace;
  let running: RunningGrafana | undefined;

  beforeEach(async () => {
    work = await workspace();
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
    await work.remove();
  });

  const dataSource = (more: string): string => `  - {type: prometheus, url: "http://127.0.0.1:1", ${more}}\n`;

  it("ends with 1 and the reason when two data sources are the default", async () => {
    const two = dataSource("name: A, isDefault: true") + dataSource("name: B, isDefault: true");
    await work.write("provisioning/datasources/two.yaml", `apiVersion: 1\ndatasources:\n${two}`);
    const { code, output } = await runGrafana({ home, workspace: work });
    expect(code).toBe(1);
    expect(output).toContain(
      'level=error msg="Failed to provision data sources" error="Datasource provisioning error: datasource.yaml config is invalid. Only one datasource per organization can be marked as default"',
    );
    expect(output.trim().split("\n").at(-1)).toMatch(/^Error: ✗ .*Only one datasource per organization/);
  });

  it("ends with 1 and the line when a data source file is not YAML", async () => {
    await work.write("provisioning/datasources/broken.yaml", "apiVersion: 1\ndatasources:\n  - name: [\n");
    const { code, output } = await runGrafana({ home, workspace: work });
    expect(code).toBe(1);
    expect(output).toContain(
      'msg="Failed to provision data sources" error="Datasource provisioning error: yaml: line 3: did not find expected node content"',
    );
  });

  it("ends with 1 when a dashboard provider file is not YAML", async () => {
    await work.write("provisioning/dashboards/broken.yaml", "apiVersion: 1\nproviders:\n  - name: [\n");
    const { code, output } = await runGrafana({ home, workspace: work });
    expect(code).toBe(1);
    expect(output).toContain("could not parse provisioning config file: broken.yaml error: yaml: line 3: did not find");
  });

  it("ends with 1 when a data source takes a known uid under a new name", async () => {
    await work.write(
      "provisioning/datasources/a.yaml",
      `apiVersion: 1\ndatasources:\n${dataSource("name: A, uid: same")}`,
    );
    running = await startGrafana({ home, workspace: work });
    await running.stop();
    await work.write(
      "provisioning/datasources/a.yaml",
      `apiVersion: 1\ndatasources:\n${dataSource("name: B, uid: same")}`,
    );
    const { code, output } = await runGrafana({ home, workspace: work });
    expect(code).toBe(1);
    expect(output).toContain("data source with the same uid already exists");
  });

  it("ends with 1 when its database file is not SQLite, and leaves the file alone", async () => {
    await work.write("data/grafana.db", "this is text, and a good deal of it: more than a header would take");
    const { code, output } = await runGrafana({ home, workspace: work });
    expect(code).toBe(1);
    expect(output).toContain("file is not a database");
    if (modern) expect(output).toContain("Error: ✗ file is not a database");
    else expect(output).toContain('msg="alert migration failure: could not get migration log"');
    expect((await stat(join(work.data, "grafana.db"))).size).toBeLessThan(100);
  });

  it("ends with 1 when its database cannot be opened", async () => {
    await mkdir(join(work.data, "grafana.db"));
    const { code, output } = await runGrafana({ home, workspace: work });
    expect(code).toBe(1);
    expect(output).toContain("unable to open database file");
  });

  it("ends with 1 when its port is taken", async () => {
    const port = await freePort();
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
    const { code, output } = await runGrafana({ home, workspace: work, port });
    await new Promise((resolve) => holder.close(resolve));
    expect(code).toBe(1);
    const address = `127.0.0.1:${port}`;
    expect(output).toContain(
      `failed to open listener on address ${address}: listen tcp ${address}: bind: address already in use`,
    );
  });

  it("ends with 1 when a secret's file is missing", async () => {
    const environment = { GF_SECURITY_ADMIN_PASSWORD: "$__file{/nowhere/password}" };
    const { code, output } = await runGrafana({ home, workspace: work, environment });
    expect(code).toBe(1);
    expect(output).toContain("got error while expanding security.admin_password with expander 'file'");
  });

  it("ends with 1 when it is told a home that is none", async () => {
    const { code, output } = await runGrafana({ home, workspace: work, arguments: ["--homepath", work.root] });
    expect(code).toBe(1);
    expect(output).toContain("Grafana-server Init Failed: Could not find config defaults");
  });

  it("takes the admin's password from a file, never shows it, and ends at once when told to", async () => {
    const file = await work.write("password", "from-a-file-9\n");
    const environment = { GF_SECURITY_ADMIN_PASSWORD: `$__file{${file}}` };
    running = await startGrafana({ home, workspace: work, environment });
    const answer = await ask(running.url, { path: "/api/org", authorization: basic("admin", "from-a-file-9") });
    expect(answer.status).toBe(200);
    const { code, milliseconds } = await running.stop();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(5_000);
    expect(running.output()).not.toContain("from-a-file-9");
    expect(running.output()).toContain('msg="HTTP Server Listen"');
  });

  it("reads user and password at the first start only", async () => {
    running = await startGrafana({ home, workspace: work });
    await running.stop();
    const environment = { GF_SECURITY_ADMIN_PASSWORD: "another-one-2", GF_SECURITY_ADMIN_USER: "boss" };
    running = await startGrafana({ home, workspace: work, environment });
    const status = async (user: string, password: string): Promise<number> =>
      (await ask(running?.url ?? "", { path: "/api/org", authorization: basic(user, password) })).status;
    expect(await status("admin", ADMIN_PASSWORD)).toBe(200);
    expect(await status("admin", "another-one-2")).toBe(401);
    expect(await status("boss", "another-one-2")).toBe(401);
  });

  it("keeps its database readable to its owner and group only, and says so when it is not", async () => {
    running = await startGrafana({ home, workspace: work });
    await running.stop();
    expect((await stat(join(work.data, "grafana.db"))).mode & 0o777).toBe(0o640);
    await rm(join(work.data, "grafana.db"));
    await work.write("data/grafana.db", "");
    running = await startGrafana({ home, workspace: work });
    expect(running.output()).toContain('msg="SQLite database file has broader permissions than it should"');
  });

  it("writes lines at a healthy start that only look like trouble", async () => {
    await rm(join(work.data, "plugins"), { recursive: true });
    running = await startGrafana({ home, workspace: work });
    const lines = running.output().split("\n");
    const trouble = lines.filter((line) => /level=(warn|error)/.test(line)).join("\n");
    expect(trouble).toContain('msg="Skipping migration: Already executed, but not recorded in migration log"');
    if (!modern) {
      expect(trouble).toContain('msg="Can\'t read alert notification provisioning files from directory"');
      expect(trouble).toContain('msg="Plugin missing module.js"');
      return;
    }
    expect(trouble).toMatch(/msg="Failed to check if migration exists" .*no such table: unifiedstorage_migration_log/);
    expect(trouble).toMatch(/^t=\S+ level=warn caller=\S+ .*Cluster-scoped status subresource/m);
    for (const logger of ["plugin.sources", "renderer.manager", "provisioning.plugins", "provisioning.alerting"]) {
      expect(trouble).toMatch(new RegExp(`^logger=${logger} t=\\S+ level=error`, "m"));
    }
  });
});
