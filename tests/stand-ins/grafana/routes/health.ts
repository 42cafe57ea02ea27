import type { Grafana } from "../grafana.ts";
import type { Reply } from "../http/reply.ts";
import { early, type Route } from "../http/route.ts";

/** What needs no login and says little: a healthy answer proves no more than that the database can be read. */
export function healthRoutes(grafana: Grafana): Route[] {
  return [
    early("GET", "/healthz", () => ({
      status: 200,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
      body: "Ok",
    })),
    early("GET", "/api/health", () => health(grafana)),
  ];
}

function health({ release, query }: Grafana): Reply {
  const headers = { "Content-Type": "application/json; charset=UTF-8" };
  const about = { version: release.reported, commit: release.commit };
  try {
    query.one("SELECT 1");
    return { status: 200, headers, body: JSON.stringify({ database: "ok", ...about }, undefined, 2) };
  } catch {
    return { status: 503, headers, body: JSON.stringify({ database: "failing", ...about }, undefined, 2) };
  }
}
