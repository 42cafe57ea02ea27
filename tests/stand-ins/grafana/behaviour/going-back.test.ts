import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { isObject, type Json } from "../json.ts";
import type { ReleaseName } from "../release.ts";
import { AS_ADMIN, ask, askJson } from "../replay/client.ts";
import { type RunningGrafana, startGrafana } from "../replay/running-grafana.ts";
import { type Workspace, workspace } from "../replay/workspace.ts";
import { subjects } from "./subjects.ts";

const { standIn, remove } = await subjects();

afterAll(remove);

/** The recorded story: 9.4, 12.4, 9.4 and 12.4 again on one folder. No real 9.4 is at hand to tell it anew. */
describe("changing the stand-in's version on one data folder", () => {
  let work: Workspace;
  let grafana: RunningGrafana | undefined;

  beforeEach(async () => {
    work = await workspace();
  });

  afterEach(async () => {
    await grafana?.stop();
    await work.remove();
  });

  const start = async (release: ReleaseName): Promise<string> => {
    await grafana?.stop();
    grafana = await startGrafana({ home: standIn(release).home, workspace: work });
    expect(await askJson(grafana.url, "/api/health")).toMatchObject({ database: "ok" });
    return grafana.url;
  };
  const post = async (url: string, path: string, body: Json): Promise<Json> => {
    const answer = await ask(url, { method: "POST", path, authorization: AS_ADMIN, body });
    expect(answer.status).toBeLessThan(300);
    return JSON.parse(answer.text) as Json;
  };
  const save = (url: string, uid: string): Promise<Json> =>
    post(url, "/api/dashboards/db", {
      dashboard: { uid, title: uid, panels: [] },
      folderUid: "folder",
      overwrite: true,
    });
  const uids = async (url: string): Promise<unknown[]> => {
    const hits = await askJson(url, "/api/search?type=dash-db");
    return (Array.isArray(hits) ? hits.filter(isObject) : []).map((hit) => hit["uid"]).toSorted();
  };

  it("loses dashboards silently when only the image goes back, and finds them again going forward", async () => {
    const nine = await start("9.4.0");
    await post(nine, "/api/folders", { uid: "folder", title: "Folder" });
    await save(nine, "from-nine");
    const twelve = await start("12.4.0");
    expect(await uids(twelve)).toEqual(["from-nine"]);
    await save(twelve, "from-twelve");
    const back = await start("9.4.0");
    expect(await uids(back)).toEqual(["from-nine"]);
    await save(back, "made-after-going-back");
    expect(await uids(back)).toEqual(["from-nine", "made-after-going-back"]);
    const again = await start("12.4.0");
    expect(await uids(again)).toEqual(["from-nine", "from-twelve"]);
  });

  it("takes users, passwords, data sources with secrets, tokens, annotations and versions along", async () => {
    const nine = await start("9.4.0");
    await post(nine, "/api/folders", { uid: "folder", title: "Folder" });
    await save(nine, "moved");
    await save(nine, "moved");
    await post(nine, "/api/admin/users", { name: "R", login: "researcher", password: "secure123" });
    await post(nine, "/api/datasources", {
      name: "P",
      uid: "p",
      type: "prometheus",
      url: "http://127.0.0.1:1",
      access: "proxy",
      secureJsonData: { token: "x" },
    });
    const robot = await post(nine, "/api/serviceaccounts", { name: "robot", role: "Editor" });
    const token = await post(nine, `/api/serviceaccounts/${isObject(robot) ? robot["id"] : ""}/tokens`, { name: "t" });
    await post(nine, "/api/annotations", { dashboardUID: "moved", text: "note", tags: ["x"], time: 1_700_000_000_000 });
    const twelve = await start("12.4.0");
    const status = async (path: string, authorization: string): Promise<number> =>
      (await ask(twelve, { path, authorization })).status;
    expect(await status("/api/user", `Basic ${Buffer.from("researcher:secure123").toString("base64")}`)).toBe(200);
    expect(await status("/api/search", `Bearer ${isObject(token) ? token["key"] : ""}`)).toBe(200);
    expect(await askJson(twelve, "/api/datasources/uid/p")).toMatchObject({ secureJsonFields: { token: true } });
    expect(await askJson(twelve, "/api/annotations")).toMatchObject([{ dashboardUID: "moved", text: "note" }]);
    expect(await askJson(twelve, "/api/dashboards/uid/moved")).toMatchObject({
      meta: { folderUid: "folder", version: 2 },
    });
    expect(await askJson(twelve, "/api/dashboards/uid/moved/versions")).toMatchObject({
      versions: [{ version: 2 }, { version: 1 }],
    });
  });

  it("leaves more than ten dashboards where 9.4 had them, so that both versions see them", async () => {
    const nine = await start("9.4.0");
    await post(nine, "/api/folders", { uid: "folder", title: "Folder" });
    for (let index = 0; index < 11; index += 1) await save(nine, `number-${index}`);
    const twelve = await start("12.4.0");
    await save(twelve, "from-twelve");
    expect(await uids(twelve)).toHaveLength(12);
    expect(await uids(await start("9.4.0"))).toContain("from-twelve");
  });
});
