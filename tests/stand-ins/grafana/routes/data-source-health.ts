import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { guarded, type Route } from "../http/route.ts";
import type { DataSource } from "../stores/data-sources.ts";
import { askPrometheus } from "../upstream/prometheus.ts";

/** The health check of a data source; 9.4's Prometheus back end has none and answers 404. */
export function dataSourceHealthRoutes(grafana: Grafana): Route[] {
  const { dataSources, failures, release } = grafana;
  return [
    guarded("GET", "/api/datasources/uid/:uid/health", ["datasources:query"], ({ parameters }) => {
      const source = dataSources.byUid(parameters["uid"] ?? "");
      if (source === undefined) return failures.plain(404, "Data source not found");
      if (!release.modern) return failures.caused(404, "Not found");
      return prometheusHealth(grafana, source);
    }),
  ];
}

async function prometheusHealth({ dataSources }: Grafana, source: DataSource): Promise<Reply> {
  const answer = await askPrometheus(source, dataSources, "/api/v1/query", {
    query: "1+1",
    time: String(Math.floor(Date.now() / 1000)),
  });
  if (!answer.ok) {
    const message = `${answer.error} - There was an error returned querying the Prometheus API.`;
    return json({ message, status: "ERROR" }, 400);
  }
  const details = { application: "Prometheus", features: { rulerApiEnabled: false } };
  return json({ details, message: "Successfully queried the Prometheus API.", status: "OK" });
}
