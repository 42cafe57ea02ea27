import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../json.ts";
import { type Answer, AS_ADMIN, ask } from "../replay/client.ts";
import { type RunningGrafana, startGrafana } from "../replay/running-grafana.ts";
import { type Workspace, workspace } from "../replay/workspace.ts";
import { SUBJECT_TIMEOUT_MS, subjects } from "./subjects.ts";

const { all, remove } = await subjects();

afterAll(remove);

interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe.each(all)("data sources of the $name", { timeout: SUBJECT_TIMEOUT_MS }, ({ home, modern }) => {
  let work: Workspace;
  let grafana: RunningGrafana;
  let upstream: Server;
  let upstreamUrl: string;
  let heard: Heard[] = [];

  beforeAll(async () => {
    upstream = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { method = "", url = "", headers } = request;
      heard.push({ method, url, headers, body });
      if (url.includes("forbidden")) response.writeHead(401).end("no entry");
      else if (url.includes("missing")) response.writeHead(404, { "Content-Type": "text/plain" }).end("nothing here");
      else
        response
          .writeHead(200, { "Content-Type": "application/json", "X-From": "upstream" })
          .end('{"status":"success","data":{"resultType":"vector","result":[]}}');
    });
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
    upstreamUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    work = await workspace();
    grafana = await startGrafana({ home, workspace: work });
  }, SUBJECT_TIMEOUT_MS);

  afterAll(async () => {
    await grafana.stop();
    await new Promise((resolve) => {
      upstream.close(resolve);
      upstream.closeAllConnections();
    });
    await work.remove();
  });

  const add = async (name: string, more: { [key: string]: Json }): Promise<void> => {
    const body = { name, uid: name, type: "prometheus", url: upstreamUrl, access: "proxy", ...more };
    const answer = await ask(grafana.url, { method: "POST", path: "/api/datasources", authorization: AS_ADMIN, body });
    expect(answer.status).toBe(200);
  };
  const through = async (uid: string, path: string, more: { method?: string; body?: Json } = {}): Promise<Answer> => {
    heard = [];
    return ask(grafana.url, { path: `/api/datasources/proxy/uid/${uid}/${path}`, authorization: AS_ADMIN, ...more });
  };

  it("hands requests on with the source's credentials, and never the visitor's", async () => {
    await add("guarded", {
      url: `${upstreamUrl}/prefix/`,
      basicAuth: true,
      basicAuthUser: "reader",
      secureJsonData: { basicAuthPassword: "sesame" },
    });
    const answer = await through("guarded", "api/v1/query?query=up%7Bjob%3D%22a%20b%22%7D");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-from")).toBe("upstream");
    expect(heard).toHaveLength(1);
    expect(heard[0]?.url).toBe("/prefix/api/v1/query?query=up%7Bjob%3D%22a%20b%22%7D");
    expect(heard[0]?.headers.authorization).toBe(`Basic ${Buffer.from("reader:sesame").toString("base64")}`);
    await add("open", {});
    await through("open", "api/v1/query?query=up");
    expect(heard[0]?.headers.authorization).toBeUndefined();
    expect(heard[0]?.headers.cookie).toBeUndefined();
  });

  it("adds the headers a source is set to", async () => {
    await add("tenant", {
      jsonData: { httpHeaderName1: "X-Scope-OrgID" },
      secureJsonData: { httpHeaderValue1: "lab-7" },
    });
    await through("tenant", "api/v1/labels");
    expect(heard[0]?.headers["x-scope-orgid"]).toBe("lab-7");
  });

  it("hands on bodies and statuses, and turns a refusal of the source into 400", async () => {
    await add("plain", {});
    await through("plain", "api/v1/query", { method: "POST", body: "query=up" });
    expect(heard[0]).toMatchObject({ method: "POST", body: "query=up" });
    const missing = await through("plain", "missing");
    expect([missing.status, missing.text]).toEqual([404, "nothing here"]);
    const refused = await through("plain", "forbidden");
    expect([refused.status, refused.text]).toEqual([400, "Authentication to data source failed"]);
  });

  it("logs a dead source and an unknown one", async () => {
    await add("dead", { url: "http://127.0.0.1:1" });
    const dead = await through("dead", "api/v1/query?query=up");
    expect([dead.status, dead.text, dead.headers.get("content-type")]).toEqual([502, "", null]);
    expect(grafana.output()).toMatch(
      /logger=data-proxy-log userId=1 orgId=1 uname=admin path=\/api\/datasources\/proxy\/uid\/dead\/api\/v1\/query remote_addr=127.0.0.1 referer= t=\S+ level=error msg="Proxy request failed" err="dial tcp 127.0.0.1:1: connect: connection refused"/,
    );
    const unknown = await through("nobody", "api/v1/query?query=up");
    expect([unknown.status, JSON.parse(unknown.text)]).toEqual([
      404,
      { message: "Unable to find datasource", traceID: "" },
    ]);
    const level = modern ? "warn" : "error";
    expect(grafana.output()).toMatch(
      new RegExp(`level=${level} msg="Unable to find datasource" error="data source not found"`),
    );
  });

  it("keeps secrets that an update does not name again, and shows none", async () => {
    await add("kept", { basicAuth: true, basicAuthUser: "reader", secureJsonData: { basicAuthPassword: "sesame" } });
    const body = {
      name: "kept",
      type: "prometheus",
      url: `${upstreamUrl}/new`,
      access: "proxy",
      basicAuth: true,
      basicAuthUser: "reader",
    };
    const path = "/api/datasources/uid/kept";
    expect((await ask(grafana.url, { method: "PUT", path, authorization: AS_ADMIN, body })).status).toBe(200);
    await through("kept", "api/v1/labels");
    expect(heard[0]?.url).toBe("/new/api/v1/labels");
    expect(heard[0]?.headers.authorization).toBe(`Basic ${Buffer.from("reader:sesame").toString("base64")}`);
    const shown = await ask(grafana.url, { path, authorization: AS_ADMIN });
    expect(JSON.parse(shown.text)).toMatchObject({ secureJsonFields: { basicAuthPassword: true } });
    expect(shown.text).not.toContain("sesame");
  });

  it("moves the default to the last source that asks for it", async () => {
    await add("first", { isDefault: true });
    await add("second", { isDefault: true });
    const sources = JSON.parse(
      (await ask(grafana.url, { path: "/api/datasources", authorization: AS_ADMIN })).text,
    ) as { name: string; isDefault: boolean }[];
    expect(sources.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(["second"]);
  });
});
