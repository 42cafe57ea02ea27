import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isObject, type JsonObject, textAt } from "../json.ts";
import { AS_ADMIN, ask, askJson } from "../replay/client.ts";
import { type RunningGrafana, startGrafana } from "../replay/running-grafana.ts";
import { type Workspace, workspace } from "../replay/workspace.ts";
import { SUBJECT_TIMEOUT_MS, subjects } from "./subjects.ts";

const { all, remove } = await subjects();

afterAll(remove);

/** 12.4 waits until files were quiet for five seconds. */
const PICKED_UP = { timeout: 20_000, interval: 100 };

describe.each(all)("provisioning of the $name", { timeout: SUBJECT_TIMEOUT_MS }, ({ home }) => {
  let work: Workspace;
  let grafana: RunningGrafana;

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    grafana = await startGrafana({ home, workspace: work, environment });
    await said('msg="starting to provision dashboards"');
  };
  // Compared as a flag: a failure would print a whole log otherwise.
  const said = (text: string): Promise<void> =>
    vi.waitFor(
      () => expect({ text, isSaid: grafana.output().includes(text) }).toEqual({ text, isSaid: true }),
      PICKED_UP,
    );
  const provider = (more = ""): Promise<string> =>
    work.write(
      "provisioning/dashboards/files.yaml",
      `apiVersion: 1
providers:
  - name: files
    folder: Research
    type: file
    updateIntervalSeconds: 1
${more}    options:
      path: ${work.dashboards}
`,
    );
  const dashboards = async (): Promise<string[]> => {
    const hits = await askJson(grafana.url, "/api/search?type=dash-db");
    return (Array.isArray(hits) ? hits.filter(isObject) : []).map((hit) => textAt(hit, "title")).toSorted();
  };
  const dashboard = (uid: string, title: string): Promise<string> =>
    work.write(`dashboards/${uid}.json`, { uid, title, panels: [], schemaVersion: 37 });

  beforeEach(async () => {
    work = await workspace();
  });

  afterEach(async () => {
    await grafana?.stop();
    await work.remove();
  });

  it("says which dashboard files it cannot use and why, and loads the others", async () => {
    await provider();
    await dashboard("good", "Good");
    await work.write("dashboards/cut.json", '{"uid": "cut", "title": "Cu');
    await work.write("dashboards/word.json", '{"title": x}');
    await work.write("dashboards/comma.json", '{"title": "T",}');
    await work.write("dashboards/empty.json", "");
    await work.write("dashboards/nameless.json", '{"uid": "nameless"}');
    await work.write("dashboards/illegal.json", '{"uid": "not a uid!", "title": "Illegal"}');
    await start();
    await vi.waitFor(async () => expect(await dashboards()).toEqual(["Good"]), PICKED_UP);
    const reason = (file: string): string | undefined =>
      new RegExp(
        `logger=provisioning.dashboard type=file name=files t=\\S+ level=error msg="failed to (?:load|save) dashboard ?(?:from )?" file=${join(work.dashboards, file)} error=(.*)`,
      ).exec(grafana.output())?.[1];
    expect(reason("cut.json")).toBe('"unexpected EOF"');
    expect(reason("word.json")).toBe(`"invalid character 'x' looking for beginning of value"`);
    expect(reason("comma.json")).toBe(`"invalid character '}' looking for beginning of object key string"`);
    expect(reason("empty.json")).toBe("EOF");
    expect(reason("nameless.json")).toBe('"Dashboard title cannot be empty"');
    expect(reason("illegal.json")).toBe('"uid contains illegal characters"');
  });

  it("stops writing a provider's dashboards while two of its files share a uid", async () => {
    await provider();
    await work.write("dashboards/one.json", { uid: "twice", title: "One" });
    await work.write("dashboards/two.json", { uid: "twice", title: "Two" });
    await start();
    await said('level=warn msg="the same UID is used more than once" orgId=1 uid=twice times=2 providers=[files]');
    await said(
      'msg="dashboards provisioning provider has no database write permissions because of duplicates" provider=files',
    );
    await dashboard("late", "Too late");
    await said('msg="Not saving new dashboard due to restricted database access"');
    expect(await dashboards()).not.toContain("Too late");
  });

  it("follows its files: new, changed, gone", async () => {
    await provider();
    await dashboard("a", "First");
    await start();
    await dashboard("b", "Second");
    await vi.waitFor(async () => expect(await dashboards()).toEqual(["First", "Second"]), PICKED_UP);
    await dashboard("a", "First, changed");
    await vi.waitFor(async () => expect(await dashboards()).toEqual(["First, changed", "Second"]), PICKED_UP);
    await rm(join(work.dashboards, "b.json"));
    await vi.waitFor(async () => expect(await dashboards()).toEqual(["First, changed"]), PICKED_UP);
  });

  it("keeps a dashboard whose file is gone when deletion is disabled, and lets it be deleted then", async () => {
    await provider("    disableDeletion: true\n");
    await dashboard("kept", "Kept");
    await start();
    expect(
      (await ask(grafana.url, { method: "DELETE", path: "/api/dashboards/uid/kept", authorization: AS_ADMIN })).status,
    ).toBe(400);
    await rm(join(work.dashboards, "kept.json"));
    await vi.waitFor(async () => {
      const shown = (await askJson(grafana.url, "/api/dashboards/uid/kept")) as JsonObject;
      expect(shown["meta"]).toMatchObject({ provisioned: false });
    }, PICKED_UP);
    expect(
      (await ask(grafana.url, { method: "DELETE", path: "/api/dashboards/uid/kept", authorization: AS_ADMIN })).status,
    ).toBe(200);
  });

  it("allows saving over a provisioned dashboard only where the provider allows it", async () => {
    await provider("    allowUiUpdates: true\n");
    await dashboard("open", "Open");
    await start();
    const body = { dashboard: { uid: "open", title: "Changed by hand" }, overwrite: true };
    const saved = await ask(grafana.url, { method: "POST", path: "/api/dashboards/db", authorization: AS_ADMIN, body });
    expect(saved.status).toBe(200);
    expect(await dashboards()).toEqual(["Changed by hand"]);
  });

  it("names folders after the files' folders when told to", async () => {
    await work.write(
      "provisioning/dashboards/files.yaml",
      `apiVersion: 1\nproviders:\n  - name: files\n    type: file\n    options: {path: ${work.dashboards}, foldersFromFilesStructure: true}\n`,
    );
    await work.write("dashboards/GPU/cards.json", { uid: "cards", title: "Cards" });
    await work.write("dashboards/root.json", { uid: "root", title: "Root" });
    await start();
    const folder = async (uid: string): Promise<unknown> => {
      const shown = (await askJson(grafana.url, `/api/dashboards/uid/${uid}`)) as JsonObject;
      return isObject(shown["meta"]) ? shown["meta"]["folderTitle"] : undefined;
    };
    expect([await folder("cards"), await folder("root")]).toEqual(["GPU", "General"]);
  });

  it("starts without the folder a provider names, and says so", async () => {
    await provider();
    await rm(work.dashboards, { recursive: true });
    await start();
    await said('level=error msg="Cannot read directory"');
    await said('level=warn msg="Failed to provision config" name=files');
    expect(await dashboards()).toEqual([]);
  });

  it("reads no provider after one whose folder is missing, until something changes", async () => {
    const entry = (name: string, path: string): string => `  - {name: ${name}, type: file, options: {path: ${path}}}\n`;
    const second = join(work.root, "second");
    await work.write(
      "provisioning/dashboards/two.yaml",
      `apiVersion: 1\nproviders:\n${entry("first", join(work.root, "nowhere"))}${entry("second", second)}`,
    );
    await work.write("second/a.json", { uid: "a", title: "A" });
    await start();
    await said('level=warn msg="Failed to provision config" name=first');
    expect(await dashboards()).toEqual([]);
  });

  it("fills in variables and secret files, and never shows the secrets", async () => {
    const file = await work.write("token", "secret-token\n");
    await work.write(
      "provisioning/datasources/a.yaml",
      `apiVersion: 1
datasources:
  - name: Prometheus
    uid: prom1
    type: prometheus
    url: http://$PROM_HOST:\${PROM_PORT}
    editable: true
    basicAuth: true
    basicAuthUser: reader
    secureJsonData:
      basicAuthPassword: $__file{${file}}
`,
    );
    await start({ PROM_HOST: "127.0.0.1", PROM_PORT: "19090" });
    const shown = await ask(grafana.url, { path: "/api/datasources/uid/prom1", authorization: AS_ADMIN });
    expect(JSON.parse(shown.text)).toMatchObject({
      url: "http://127.0.0.1:19090",
      readOnly: false,
      secureJsonFields: { basicAuthPassword: true },
    });
    expect(shown.text + grafana.output()).not.toContain("secret-token");
  });

  it("applies changed files at the next start: changed data source, deleted one, dashboards of a provider that is gone", async () => {
    await provider();
    await dashboard("a", "Mine");
    const source = (name: string, url: string): string =>
      `  - {name: ${name}, uid: ${name}, type: prometheus, url: "${url}"}\n`;
    await work.write(
      "provisioning/datasources/a.yaml",
      `apiVersion: 1\ndatasources:\n${source("one", "http://a")}${source("two", "http://b")}`,
    );
    await start();
    expect(await dashboards()).toEqual(["Mine"]);
    await grafana.stop();
    await rm(join(work.provisioning, "dashboards/files.yaml"));
    const changed = `apiVersion: 1\ndeleteDatasources:\n  - {name: two, orgId: 1}\ndatasources:\n${source("one", "http://changed")}`;
    await work.write("provisioning/datasources/a.yaml", changed);
    await start();
    const sources = await askJson(grafana.url, "/api/datasources");
    expect(sources).toMatchObject([{ name: "one", url: "http://changed", readOnly: true }]);
    await vi.waitFor(async () => expect(await dashboards()).toEqual([]), PICKED_UP);
  });
});
