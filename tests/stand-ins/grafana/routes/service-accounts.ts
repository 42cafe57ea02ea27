import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { type JsonObject, textAt } from "../json.ts";
import { ROLES, type User } from "../stores/users.ts";
import { avatarOf } from "./avatar.ts";

const BASE = "/api/serviceaccounts";

export function serviceAccountRoutes(grafana: Grafana): Route[] {
  const { users } = grafana;
  return [
    guarded("POST", BASE, ["serviceaccounts:create"], (call) => create(grafana, call)),
    guarded("GET", `${BASE}/search`, ["serviceaccounts:read"], ({ request }) =>
      search(grafana, request.query.get("query") ?? ""),
    ),
    guarded("GET", `${BASE}/:id`, ["serviceaccounts:read"], ({ parameters }) => {
      const account = accountWith(grafana, parameters);
      return account === undefined ? noSuchAccount(grafana) : json(shown(grafana, account, avatarOf(grafana, account)));
    }),
    guarded("DELETE", `${BASE}/:id`, ["serviceaccounts:delete"], ({ parameters }) => {
      const account = accountWith(grafana, parameters);
      if (account !== undefined) users.remove(account.id);
      return json({ message: "Service account deleted" });
    }),
  ];
}

export function noSuchAccount({ failures }: Grafana): Reply {
  const message = "service account not found";
  return failures.coded(404, "serviceaccounts.ErrNotFound", message, failures.caused(404, message));
}

/** The service account that `:id` of the path names. */
export function accountWith({ users }: Grafana, { id }: Call["parameters"]): User | undefined {
  const user = users.byId(Number(id));
  return user?.isServiceAccount === true ? user : undefined;
}

function create(grafana: Grafana, { request }: Call): Reply {
  const { users, failures, release } = grafana;
  const body = bodyOf(request);
  const name = textAt(body ?? {}, "name");
  const wanted = textAt(body ?? {}, "role") || "Viewer";
  const role = ROLES.find((known) => known === wanted);
  if (body === undefined || name === "" || role === undefined) return failures.caused(400, "Bad request data");
  const login = `${release.modern ? "sa-1-" : "sa-"}${name.toLowerCase().replaceAll(" ", "-")}`;
  if (users.byLogin(login) !== undefined) {
    const old = failures.caused(400, "Failed to create service account");
    return failures.coded(400, "serviceaccounts.ErrAlreadyExists", "service account already exists", old);
  }
  const identity = { login, email: login, name, password: "", role };
  const account = users.create({ ...identity, isServerAdmin: false, isServiceAccount: true });
  return json(shown(grafana, account, ""), 201);
}

function search(grafana: Grafana, words: string): Reply {
  const needle = words.toLowerCase();
  const found = grafana.users
    .serviceAccounts()
    .filter(({ name, login }) => name.toLowerCase().includes(needle) || login.toLowerCase().includes(needle));
  const serviceAccounts = found.map((account) => shown(grafana, account, avatarOf(grafana, account)));
  return json({ totalCount: found.length, serviceAccounts, page: 1, perPage: 1000 });
}

function shown({ tokens, release }: Grafana, account: User, avatarUrl: string): JsonObject {
  return {
    id: account.id,
    ...(release.modern ? { uid: account.uid } : {}),
    name: account.name,
    login: account.login,
    orgId: 1,
    isDisabled: account.isDisabled,
    role: account.role,
    tokens: tokens.of(account.id).length,
    avatarUrl,
  };
}
