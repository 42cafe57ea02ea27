import type { Grafana } from "../grafana.ts";
import { authenticate } from "./authenticate.ts";
import type { Caller } from "./caller.ts";
import { accessDenied, mayDo } from "./permissions.ts";
import { earlyJson, type Reply } from "./reply.ts";
import type { ApiRequest } from "./request.ts";
import { matchRoute, type Route } from "./route.ts";

export interface Routes {
  readonly api: readonly Route[];
  readonly pages: readonly Route[];
}

export interface Answered {
  readonly reply: Reply;
  readonly caller: Caller | undefined;
}

/** Finds the route, checks who asks and what they may, and answers. */
export async function answer(grafana: Grafana, routes: Routes, request: ApiRequest): Promise<Answered> {
  const isApi = request.path.startsWith("/api");
  const match =
    matchRoute(routes.api, request.method, request.path) ??
    (isApi ? undefined : matchRoute(routes.pages, request.method, request.path));
  if (match?.route.open === true && match.route.early) {
    return {
      caller: undefined,
      reply: await match.route.answer({ request, caller: undefined, parameters: match.parameters }),
    };
  }
  const { caller, refusal } = authenticate(grafana, request);
  if (match?.route.open === true) {
    return { caller, reply: await match.route.answer({ request, caller, parameters: match.parameters }) };
  }
  if (caller === undefined) {
    const early = grafana.failures.early(401, "auth.unauthorized", "Unauthorized", { message: "Unauthorized" });
    return { caller, reply: refusal ?? early };
  }
  if (match === undefined) return { caller, reply: earlyJson(404, { message: "Not found" }) };
  const { needs } = match.route;
  if (needs.length > 0 && !mayDo(caller, needs)) return { caller, reply: accessDenied(needs) };
  return { caller, reply: await match.route.answer({ request, caller, parameters: match.parameters }) };
}
