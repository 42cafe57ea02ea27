import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { type JsonObject, numberAt, textAt } from "../json.ts";
import type { Token } from "../stores/tokens.ts";
import { seconds } from "./dates.ts";
import { accountWith, noSuchAccount } from "./service-accounts.ts";

const BASE = "/api/serviceaccounts/:id/tokens";

/** Tokens of a service account; a key is shown once, when it is made. */
export function tokenRoutes(grafana: Grafana): Route[] {
  const { tokens, failures } = grafana;
  return [
    guarded("GET", BASE, ["serviceaccounts:read"], ({ parameters }) => {
      const account = accountWith(grafana, parameters);
      return json(account === undefined ? [] : tokens.of(account.id).map(shown));
    }),
    guarded("POST", BASE, ["serviceaccounts:write"], (call) => create(grafana, call)),
    guarded("DELETE", `${BASE}/:token`, ["serviceaccounts:write"], ({ parameters }) => {
      const account = accountWith(grafana, parameters);
      const isGone = account !== undefined && tokens.remove(account.id, Number(parameters["token"]));
      if (!isGone) return failures.caused(404, "service account token not found");
      return json({ message: "Service account token deleted" });
    }),
  ];
}

function create(grafana: Grafana, { request, parameters }: Call): Reply {
  const { tokens, failures } = grafana;
  const body = bodyOf(request) ?? {};
  const account = accountWith(grafana, parameters);
  const name = textAt(body, "name");
  if (name === "") return failures.caused(400, "Bad request data");
  if (account === undefined) return noSuchAccount(grafana);
  if (tokens.isNameTaken(name)) {
    const message = "service account token with given name already exists in the organization";
    return failures.coded(400, "serviceaccounts.ErrTokenAlreadyExists", message, failures.plain(409, message));
  }
  const { id, key } = tokens.create(account, name, numberAt(body, "secondsToLive"));
  return json({ id, name, key });
}

function shown(token: Token): JsonObject {
  const left = token.expires === undefined ? 0 : (token.expires.getTime() - Date.now()) / 1000;
  return {
    id: token.id,
    name: token.name,
    created: seconds(token.created),
    lastUsedAt: token.lastUsed === undefined ? null : seconds(token.lastUsed),
    expiration: token.expires === undefined ? null : seconds(token.expires),
    secondsUntilExpiration: Math.max(0, left),
    hasExpired: token.expires !== undefined && left <= 0,
    isRevoked: false,
  };
}
