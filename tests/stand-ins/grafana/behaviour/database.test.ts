import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isObject, type Json } from "../json.ts";
import { AS_ADMIN, ask, askJson } from "../replay/client.ts";
import { type RunningGrafana, startGrafana } from "../replay/running-grafana.ts";
import { type Workspace, workspace } from "../replay/workspace.ts";
import { SUBJECT_TIMEOUT_MS, subjects } from "./subjects.ts";

const { all, remove } = await subjects();

afterAll(remove);

describe.each(all)("the database of the $name", { timeout: SUBJECT_TIMEOUT_MS }, ({ home, modern }) => {
  let work: Workspace;
  let grafana: RunningGrafana;

  beforeEach(async () => {
    work = await workspace();
    grafana = await startGrafana({ home, workspace: work });
  }, SUBJECT_TIMEOUT_MS);

  afterEach(async () => {
    await grafana.stop();
    await work.remove();
  });

  const save = async (title: string): Promise<{ status: number; id: number }> => {
    const body = { dashboard: { uid: title, title, panels: [] }, overwrite: true };
    const answer = await ask(grafana.url, {
      method: "POST",
      path: "/api/dashboards/db",
      authorization: AS_ADMIN,
      body,
    });
    return { status: answer.status, id: JSON.parse(answer.text).id };
  };
  const titles = (hits: Json): unknown[] =>
    Array.isArray(hits) ? hits.filter(isObject).map((hit) => hit["title"]) : [];

  it("can be backed up online while it is written to, and a server starts on the copy", async () => {
    await save("before");
    const source = new DatabaseSync(join(work.data, "grafana.db"), { readOnly: true });
    const copy = join(work.root, "copy.db");
    const [, saved] = await Promise.all([backup(source, copy), save("meanwhile")]);
    source.close();
    expect(saved.status).toBe(200);
    const restored = new DatabaseSync(copy);
    expect(restored.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    expect(restored.prepare("SELECT login, is_admin FROM user").get()).toEqual({ login: "admin", is_admin: 1 });
    restored.close();
    const second = await startGrafana({ home, workspace: work, environment: { GF_DATABASE_PATH: copy } });
    expect(titles(await askJson(second.url, "/api/search"))).toContain("before");
    await second.stop();
  });

  it("waits while another process holds it, and then goes on", async () => {
    const holder = new DatabaseSync(join(work.data, "grafana.db"), { timeout: 5_000 });
    await vi.waitFor(() => holder.exec("BEGIN EXCLUSIVE"));
    const saving = save("patient");
    setTimeout(() => holder.exec("ROLLBACK"), 300);
    expect((await saving).status).toBe(200);
    holder.close();
  });

  it("numbers dashboards in a way clients have to be ready for", async () => {
    const { id } = await save("numbered");
    if (modern) expect(id).toBeGreaterThan(2 ** 50);
    else expect(id).toBeLessThan(1000);
    expect(Number.isSafeInteger(id)).toBe(true);
  });

  it("keeps everything over a restart", async () => {
    await save("kept");
    await ask(grafana.url, {
      method: "POST",
      path: "/api/annotations",
      authorization: AS_ADMIN,
      body: { text: "note", tags: ["x"] },
    });
    await ask(grafana.url, {
      method: "POST",
      path: "/api/serviceaccounts",
      authorization: AS_ADMIN,
      body: { name: "robot", role: "Viewer" },
    });
    await grafana.stop();
    grafana = await startGrafana({ home, workspace: work });
    expect(titles(await askJson(grafana.url, "/api/search"))).toContain("kept");
    expect(await askJson(grafana.url, "/api/annotations?tags=x")).toMatchObject([{ text: "note" }]);
    expect(await askJson(grafana.url, "/api/serviceaccounts/search")).toMatchObject({ totalCount: 1 });
    expect(await askJson(grafana.url, "/api/dashboards/uid/kept/versions")).toBeTruthy();
  });
});
