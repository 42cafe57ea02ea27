import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import type { Grafana } from "../grafana.ts";
import { earlyJson, type Reply } from "../http/reply.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import type { Log } from "../log.ts";
import type { DataSource } from "../stores/data-sources.ts";
import { addressBelow } from "../upstream/address.ts";
import { credentialHeaders } from "../upstream/credentials.ts";
import { networkErrorText } from "../upstream/network-error.ts";
import { askUpstream } from "../upstream/upstream.ts";

/** Requests handed on to the data source as they are: by uid, by number, and as a plugin's resources. */
export function proxyRoutes(grafana: Grafana): Route[] {
  const { dataSources } = grafana;
  const byUid = ({ uid = "" }: Call["parameters"]): DataSource | undefined => dataSources.byUid(uid);
  const byId = ({ id = "" }: Call["parameters"]): DataSource | undefined => dataSources.byId(Number(id));
  return [
    guarded("ANY", "/api/datasources/proxy/uid/:uid/*path", ["datasources:query"], (call) =>
      hand(grafana, call, byUid),
    ),
    guarded("ANY", "/api/datasources/proxy/:id/*path", ["datasources:query"], (call) => hand(grafana, call, byId)),
    guarded("ANY", "/api/datasources/uid/:uid/resources/*path", ["datasources:query"], (call) =>
      hand(grafana, call, byUid),
    ),
  ];
}

type Find = (parameters: Call["parameters"]) => DataSource | undefined;

async function hand(grafana: Grafana, call: Call, find: Find): Promise<Reply> {
  const { request, parameters } = call;
  const source = find(parameters);
  if (source === undefined) return unknown(grafana, call);
  try {
    const answer = await askUpstream({
      method: request.method,
      url: addressBelow(source.url, parameters["path"] ?? "", request.search),
      headers: { ...forwarded(request.headers), ...credentialHeaders(source, grafana.dataSources) },
      body: request.body,
    });
    if (answer.status === 401) {
      const fields = { body: answer.body.toString("utf8"), statusCode: 401 };
      proxyLog(grafana, call).info("Authentication to data source failed", fields);
      // What the source refuses is no reason for the visitor to sign in again.
      return { status: 400, headers: {}, body: "Authentication to data source failed" };
    }
    return { status: answer.status, headers: returned(answer.headers), body: answer.body };
  } catch (error) {
    proxyLog(grafana, call).error("Proxy request failed", { err: networkErrorText(error) });
    return { status: 502, headers: {}, body: "" };
  }
}

function proxyLog({ log }: Grafana, { request, caller }: Call): Log {
  const who = { userId: caller.id, orgId: 1, uname: caller.login, path: request.path };
  return log("data-proxy-log", { ...who, remote_addr: request.address, referer: request.headers.referer ?? "" });
}

function unknown(grafana: Grafana, { request, caller }: Call): Reply {
  const log = grafana.log("context", { userId: caller.id, orgId: 1, uname: caller.login });
  const fields = { error: "data source not found", remote_addr: request.address, traceID: "" };
  if (grafana.release.modern) log.warn("Unable to find datasource", fields);
  else log.error("Unable to find datasource", fields);
  return earlyJson(404, { message: "Unable to find datasource", traceID: "" });
}

const NOT_FORWARDED = ["authorization", "cookie", "host", "connection", "origin", "referer", "transfer-encoding"];

// The visitor's own credentials stop here.
function forwarded(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.includes(name)));
}

const NOT_RETURNED = ["connection", "transfer-encoding", "keep-alive", "content-length", "set-cookie"];

function returned(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = { "Content-Security-Policy": "sandbox" };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !NOT_RETURNED.includes(name))
      kept[name === "content-type" ? "Content-Type" : name] = value;
  }
  return kept;
}
