import { createServer, type Server, type ServerResponse } from "node:http";
import type { Grafana } from "../grafana.ts";
import { type Answered, answer, type Routes } from "./answer.ts";
import { json, type Reply } from "./reply.ts";
import { type ApiRequest, readRequest } from "./request.ts";

const ALWAYS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "deny",
  "X-Xss-Protection": "1; mode=block",
  "X-Stand-In": "grafana",
};

/** The HTTP server; not listening yet. */
export function httpServer(grafana: Grafana, routes: Routes): Server {
  return createServer((message, response) => {
    const started = process.hrtime.bigint();
    readRequest(message)
      .then(async (request) => {
        const answered = await answer(grafana, routes, request).catch((error) => failed(grafana, error));
        send(request, response, answered.reply);
        logRequest(grafana, request, answered, started);
      })
      .catch(() => response.destroy());
  });
}

function failed(grafana: Grafana, error: unknown): Answered {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  grafana.log("context", { userId: 0, orgId: 0, uname: "" }).error("Request error", { error: text });
  return { caller: undefined, reply: json({ message: "Internal server error" }, 500) };
}

function send(request: ApiRequest, response: ServerResponse, reply: Reply): void {
  const uncached = request.path.startsWith("/api") || request.path === "/login" ? { "Cache-Control": "no-store" } : {};
  const length = { "Content-Length": Buffer.byteLength(reply.body) };
  response.writeHead(reply.status, { ...ALWAYS, ...uncached, ...reply.headers, ...length });
  response.end(request.method === "HEAD" ? undefined : reply.body);
}

// Answers other than 200 are logged whatever `router_logging` says; those of the server's fault as errors.
function logRequest(grafana: Grafana, request: ApiRequest, { reply, caller }: Answered, started: bigint): void {
  const isUnremarkable = reply.status === 200 || reply.status === 304 || /^\/(healthz|metrics)$/.test(request.path);
  if (isUnremarkable && !grafana.configuration.flag("server", "router_logging")) return;
  const nanoseconds = Number(process.hrtime.bigint() - started);
  const log = grafana.log("context", {
    userId: caller?.id ?? 0,
    orgId: caller === undefined ? 0 : 1,
    uname: caller?.login ?? "",
  });
  const fields = {
    method: request.method,
    path: request.path,
    status: reply.status,
    remote_addr: request.address,
    time_ms: Math.floor(nanoseconds / 1e6),
    duration: `${(nanoseconds / 1e6).toFixed(6)}ms`,
    size: Buffer.byteLength(reply.body),
    referer: request.headers.referer ?? "",
  };
  if (reply.status >= 500) log.error("Request Completed", fields);
  else log.info("Request Completed", fields);
}
