import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { type ApiRequest, bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { type JsonObject, numberAt, textAt, textsAt } from "../json.ts";
import type { Annotation } from "../stores/annotations.ts";
import { avatarOf } from "./avatar.ts";

const DEFAULT_LIMIT = 100;

export function annotationRoutes(grafana: Grafana): Route[] {
  const { annotations } = grafana;
  return [
    guarded("GET", "/api/annotations", ["annotations:read"], ({ request }) => list(grafana, request)),
    guarded("POST", "/api/annotations", ["annotations:create"], (call) => create(grafana, call)),
    // The same answer whether or not there was one.
    guarded("DELETE", "/api/annotations/:id", ["annotations:delete"], ({ parameters }) => {
      annotations.remove(Number(parameters["id"]));
      return json({ message: "Annotation deleted" });
    }),
  ];
}

function create({ annotations, shelf, failures }: Grafana, { request, caller }: Call): Reply {
  const body = bodyOf(request);
  if (body === undefined) return failures.caused(400, "bad request data");
  const text = textAt(body, "text");
  if (text === "") return failures.caused(400, "Failed to save annotation");
  const dashboardUid = textAt(body, "dashboardUID");
  const dashboard = shelf.dashboard(dashboardUid);
  if (dashboardUid !== "" && dashboard === undefined) {
    return failures.caused(500, "Error while checking annotation permissions");
  }
  const time = numberAt(body, "time") || Date.now();
  const id = annotations.add({
    userId: caller.id,
    dashboardId: dashboard?.id ?? 0,
    dashboardUid,
    panelId: numberAt(body, "panelId"),
    time,
    timeEnd: numberAt(body, "timeEnd") || time,
    text,
    tags: textsAt(body, "tags"),
  });
  return json({ id, message: "Annotation added" });
}

function list(grafana: Grafana, { query }: ApiRequest): Reply {
  const tags = query.getAll("tags");
  const uid = query.get("dashboardUID") ?? "";
  const from = Number(query.get("from") ?? 0);
  const to = Number(query.get("to") ?? 0) || Number.POSITIVE_INFINITY;
  const found = grafana.annotations
    .all()
    .filter((annotation) => tags.every((tag) => annotation.tags.includes(tag)))
    .filter((annotation) => annotation.timeEnd >= from && annotation.time <= to)
    .map((annotation) => shown(grafana, annotation))
    .filter((annotation) => uid === "" || annotation["dashboardUID"] === uid);
  return json(found.slice(0, Number(query.get("limit")) || DEFAULT_LIMIT));
}

function shown(grafana: Grafana, annotation: Annotation): JsonObject {
  const { users, shelf, release } = grafana;
  const author = users.byId(annotation.userId);
  const byNumber = shelf.dashboards().find(({ id }) => id === annotation.dashboardId)?.uid ?? "";
  const { id, dashboardId, panelId, created, updated, time, timeEnd, text, tags } = annotation;
  const old = { alertId: 0, alertName: "", panelId, userId: 0, newState: "", prevState: "" };
  return {
    id,
    ...(release.modern ? {} : old),
    ...(release.modern && panelId > 0 ? { panelId } : {}),
    dashboardId,
    dashboardUID: annotation.dashboardUid || byNumber,
    created,
    updated,
    time,
    timeEnd,
    text,
    tags: [...tags],
    login: author?.login ?? "",
    email: author?.email ?? "",
    avatarUrl: avatarOf(grafana, author),
    data: {},
  };
}
