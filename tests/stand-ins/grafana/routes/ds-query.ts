import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { flagAt, isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../json.ts";
import type { DataSource } from "../stores/data-sources.ts";
import { askPrometheus } from "../upstream/prometheus.ts";
import { framesOf, type QueryMeta } from "./frames.ts";
import { goDuration, relativeTime } from "./time-range.ts";

/** `/api/ds/query`: Prometheus queries answered as data frames. */
export function dsQueryRoutes(grafana: Grafana): Route[] {
  return [guarded("POST", "/api/ds/query", ["datasources:query"], (call) => answerQueries(grafana, call))];
}

async function answerQueries(grafana: Grafana, { request }: Call): Promise<Reply> {
  const body = bodyOf(request);
  const queries = listAt(body ?? {}, "queries").filter(isObject);
  if (body === undefined || queries.length === 0) return grafana.failures.caused(400, "bad request data");
  const results: Record<string, JsonObject> = {};
  for (const query of queries) {
    const source = sourceOf(grafana, query);
    if (source === undefined) return grafana.failures.plain(404, "Data source not found");
    results[textAt(query, "refId") || "A"] = await answerQuery(grafana, source, query, body);
  }
  const worst = Math.max(...Object.values(results).map((result) => numberAt(result, "status")));
  return json({ results }, worst >= 400 ? 400 : 200);
}

function sourceOf({ dataSources }: Grafana, query: JsonObject): DataSource | undefined {
  const uid = textAt(objectAt(query, "datasource"), "uid");
  return uid === "" ? dataSources.byId(numberAt(query, "datasourceId")) : dataSources.byUid(uid);
}

async function answerQuery(
  grafana: Grafana,
  source: DataSource,
  query: JsonObject,
  body: JsonObject,
): Promise<JsonObject> {
  const { modern } = grafana.release;
  const expression = textAt(query, "expr");
  const isRange = flagAt(query, "range") || !flagAt(query, "instant");
  const from = relativeTime(textAt(body, "from"));
  const to = relativeTime(textAt(body, "to"));
  const step = stepOf(query, from, to);
  const answer = isRange
    ? await askPrometheus(source, grafana.dataSources, "/api/v1/query_range", {
        query: expression,
        start: String(from / 1000),
        end: String(to / 1000),
        step: String(step / 1000),
      })
    : await askPrometheus(source, grafana.dataSources, "/api/v1/query", { query: expression, time: String(to / 1000) });
  const meta: QueryMeta = {
    refId: textAt(query, "refId") || "A",
    expression,
    step,
    executed: `Expr: ${expression}\nStep: ${goDuration(step)}`,
  };
  if (answer.ok) return { status: 200, frames: framesOf(answer.data, meta, modern) };
  // 9.4 says nothing of a query Prometheus refused: an empty answer, as if there were no data.
  if (!modern) return { status: 200, frames: [] };
  if (answer.status === 502) return { error: answer.error, errorSource: "downstream", status: 502, frames: [] };
  const custom = { calculatedMinStep: step };
  const empty = {
    schema: {
      refId: meta.refId,
      meta: { typeVersion: [0, 0], custom, executedQueryString: meta.executed },
      fields: [],
    },
    data: { values: [] },
  };
  return { error: answer.error, errorSource: "downstream", status: answer.status, frames: [empty] };
}

// Never finer than asked for, nor more points than asked for.
function stepOf(query: JsonObject, from: number, to: number): number {
  const points = numberAt(query, "maxDataPoints") || 100;
  const asked = numberAt(query, "intervalMs") || 15_000;
  return Math.max(asked, Math.ceil((to - from) / points / 1000) * 1000);
}
