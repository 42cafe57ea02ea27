import { text } from "../database/columns.ts";
import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { type JsonObject, textAt } from "../json.ts";
import { ROLES, type User } from "../stores/users.ts";
import { avatarOf } from "./avatar.ts";
import { age, seconds } from "./dates.ts";

/** The one organization, and the roles people have in it. */
export function organizationRoutes(grafana: Grafana): Route[] {
  const { users } = grafana;
  return [
    guarded("GET", "/api/org", ["orgs:read"], () => organization(grafana)),
    guarded("GET", "/api/orgs", ["orgs:read"], () => json([{ id: 1, name: organizationName(grafana) }])),
    guarded("GET", "/api/org/users", ["org.users:read"], () =>
      json(users.people().map((user) => member(grafana, user))),
    ),
    guarded("PATCH", "/api/org/users/:id", ["org.users:write"], (call) => changeRole(grafana, call)),
  ];
}

function organizationName({ query }: Grafana): string {
  return text(query.one("SELECT name FROM org WHERE id = 1") ?? {}, "name");
}

function organization(grafana: Grafana): Reply {
  const address = { address1: "", address2: "", city: "", zipCode: "", state: "", country: "" };
  return json({ id: 1, name: organizationName(grafana), address });
}

function changeRole({ users, failures, release }: Grafana, { request, parameters }: Call): Reply {
  const wanted = textAt(bodyOf(request) ?? {}, "role");
  const role = ROLES.find((known) => known === wanted);
  const user = users.byId(Number(parameters["id"]));
  if (role === undefined) return failures.caused(400, release.modern ? "bad request data" : "Invalid role specified");
  if (user === undefined) return failures.caused(404, "user not found");
  users.setRole(user.id, role);
  return json({ message: "Organization user updated" });
}

function member(grafana: Grafana, user: User): JsonObject {
  const { modern } = grafana.release;
  return {
    orgId: 1,
    userId: user.id,
    ...(modern ? { uid: user.uid } : {}),
    email: user.email,
    name: user.name,
    avatarUrl: avatarOf(grafana, user),
    login: user.login,
    role: user.role,
    lastSeenAt: seconds(user.lastSeen),
    ...(modern ? { created: seconds(user.created) } : {}),
    lastSeenAtAge: age(user.lastSeen),
    isDisabled: user.isDisabled,
    authLabels: null,
    ...(modern ? { isExternallySynced: false, isProvisioned: false } : {}),
  };
}
