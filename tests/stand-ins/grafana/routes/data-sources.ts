import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { numberAt } from "../json.ts";
import type { DataSource } from "../stores/data-sources.ts";
import { draftOf, listedDataSource, shownDataSource } from "./data-source-json.ts";

type Find = (parameters: Call["parameters"]) => DataSource | undefined;

/** Reading and changing data sources, by uid, number and name. */
export function dataSourceRoutes(grafana: Grafana): Route[] {
  const { dataSources, failures, release } = grafana;
  const byUid: Find = ({ uid = "" }) => dataSources.byUid(uid);
  const byId: Find = ({ id = "" }) => dataSources.byId(Number(id));
  const byName: Find = ({ name = "" }) => dataSources.byName(name);
  const show =
    (find: Find) =>
    ({ parameters }: Call): Reply => {
      const source = find(parameters);
      return source === undefined ? notFound(grafana) : json(shownDataSource(source, release.modern));
    };
  return [
    guarded("GET", "/api/datasources", ["datasources:read"], () =>
      json(dataSources.all().map((source) => listedDataSource(source, release.modern))),
    ),
    guarded("POST", "/api/datasources", ["datasources:create"], (call) => create(grafana, call)),
    guarded("GET", "/api/datasources/uid/:uid", ["datasources:read"], show(byUid)),
    guarded("PUT", "/api/datasources/uid/:uid", ["datasources:write"], (call) => update(grafana, call, byUid)),
    guarded("DELETE", "/api/datasources/uid/:uid", ["datasources:delete"], (call) => remove(grafana, call, byUid)),
    guarded("GET", "/api/datasources/name/:name", ["datasources:read"], show(byName)),
    guarded("DELETE", "/api/datasources/name/:name", ["datasources:delete"], (call) => remove(grafana, call, byName)),
    guarded("GET", "/api/datasources/id/:name", ["datasources:read"], ({ parameters }) => {
      const source = byName(parameters);
      return source === undefined ? failures.caused(404, "Data source not found") : json({ id: source.id });
    }),
    guarded("GET", "/api/datasources/:id", ["datasources:read"], show(byId)),
    guarded("PUT", "/api/datasources/:id", ["datasources:write"], (call) => update(grafana, call, byId)),
    guarded("DELETE", "/api/datasources/:id", ["datasources:delete"], (call) => remove(grafana, call, byId)),
  ];
}

function notFound({ failures }: Grafana): Reply {
  return failures.plain(404, "Data source not found");
}

function create({ dataSources, failures, release }: Grafana, { request }: Call): Reply {
  const draft = draftOf(bodyOf(request) ?? {});
  if (draft === undefined) return failures.caused(400, "bad request data");
  if (dataSources.byName(draft.name) !== undefined) {
    return failures.caused(409, "data source with the same name already exists");
  }
  if (draft.uid !== "" && dataSources.byUid(draft.uid) !== undefined) {
    return failures.caused(409, "data source with the same uid already exists");
  }
  const datasource = dataSources.add(draft);
  const shown = shownDataSource(datasource, release.modern);
  return json({ datasource: shown, id: datasource.id, message: "Datasource added", name: datasource.name });
}

function update(grafana: Grafana, { request, parameters }: Call, find: Find): Reply {
  const { dataSources, failures, release } = grafana;
  const body = bodyOf(request) ?? {};
  const draft = draftOf(body);
  if (draft === undefined) return failures.caused(400, "bad request data");
  const old = find(parameters);
  if (old === undefined) return notFound(grafana);
  if (old.readOnly) return failures.plain(403, "Cannot update read-only data source");
  const namesake = dataSources.byName(draft.name);
  if (namesake !== undefined && namesake.id !== old.id) {
    return failures.caused(409, "data source with the same name already exists");
  }
  const named = numberAt(body, "version");
  if (named !== 0 && old.version > named) {
    const message = "Datasource has already been updated by someone else. Please reload and try again";
    return failures.caused(409, message);
  }
  // One more than the version the caller knew, so 1 for those who named none.
  const datasource = dataSources.replace(old.id, draft, named + 1);
  const shown = shownDataSource(datasource, release.modern);
  return json({ datasource: shown, id: datasource.id, message: "Datasource updated", name: datasource.name });
}

function remove(grafana: Grafana, { parameters }: Call, find: Find): Reply {
  const source = find(parameters);
  if (source === undefined) return notFound(grafana);
  if (source.readOnly) return grafana.failures.plain(403, "Cannot delete read-only data source");
  grafana.dataSources.remove(source.id);
  return json({ id: source.id, message: "Data source deleted" });
}
