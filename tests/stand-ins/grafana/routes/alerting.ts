import { json } from "../http/reply.ts";
import { guarded, type Route } from "../http/route.ts";

/** Grafana's own alert rules: the stand-in has none and evaluates none. */
export function alertingRoutes(): Route[] {
  return [
    guarded("GET", "/api/prometheus/grafana/api/v1/rules", ["alert.rules:read"], () =>
      json({ status: "success", data: { groups: [] } }),
    ),
    guarded("GET", "/api/v1/provisioning/alert-rules", ["alert.rules:read"], () => json([])),
  ];
}
