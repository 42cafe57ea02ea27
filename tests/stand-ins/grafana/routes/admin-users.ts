import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { flagAt, textAt } from "../json.ts";
import { SHORTEST_PASSWORD } from "../stores/passwords.ts";
import { ROLES } from "../stores/users.ts";

/** What the server's admin does with accounts. */
export function adminUserRoutes(grafana: Grafana): Route[] {
  const { users, failures } = grafana;
  return [
    guarded("POST", "/api/admin/users", ["users:create"], (call) => create(grafana, call)),
    guarded("PUT", "/api/admin/users/:id/password", ["users.password:write"], (call) => setPassword(grafana, call)),
    guarded("PUT", "/api/admin/users/:id/permissions", ["users.permissions:write"], ({ request, parameters }) => {
      const user = users.byId(Number(parameters["id"]));
      if (user === undefined) return failures.caused(404, "user not found");
      users.setServerAdmin(user.id, flagAt(bodyOf(request) ?? {}, "isGrafanaAdmin"));
      return json({ message: "User permissions updated" });
    }),
    guarded("DELETE", "/api/admin/users/:id", ["users:delete"], ({ parameters }) => {
      const user = users.byId(Number(parameters["id"]));
      if (user === undefined) return failures.caused(404, "user not found");
      users.remove(user.id);
      return json({ message: "User deleted" });
    }),
  ];
}

function create({ users, failures, configuration, release }: Grafana, { request }: Call): Reply {
  const body = bodyOf(request);
  if (body === undefined) return failures.caused(400, "bad request data");
  const email = textAt(body, "email");
  const login = textAt(body, "login") || email;
  const password = textAt(body, "password");
  if (login === "") return failures.plain(400, "Validation error, need specify either username or email");
  if (password.length < SHORTEST_PASSWORD) {
    const old = failures.plain(400, "Password is missing or too short");
    return failures.coded(400, "password.password-policy-too-short", "New password is too short", old);
  }
  const isTaken = users.byLogin(login) !== undefined || (email !== "" && users.byLogin(email) !== undefined);
  if (isTaken) return failures.caused(412, `User with email '${email}' or username '${login}' already exists`);
  const role = ROLES.find((known) => known === configuration.text("users", "auto_assign_org_role")) ?? "Viewer";
  const user = users.create({
    login,
    email: email || login,
    name: textAt(body, "name"),
    password,
    role,
    isServerAdmin: false,
    isServiceAccount: false,
  });
  return json({ id: user.id, ...(release.modern ? { uid: user.uid } : {}), message: "User created" });
}

// 12.4 gives no reason: too short and nobody there look alike.
function unchanged({ release, failures }: Grafana, onOld: Reply): Reply {
  return release.modern ? failures.plain(500, "Failed to update user password") : onOld;
}

function setPassword(grafana: Grafana, { request, parameters }: Call): Reply {
  const { users, failures } = grafana;
  const password = textAt(bodyOf(request) ?? {}, "password");
  if (password.length < SHORTEST_PASSWORD) {
    return unchanged(grafana, failures.plain(400, "New password too short"));
  }
  const user = users.byId(Number(parameters["id"]));
  if (user === undefined) return unchanged(grafana, failures.caused(404, "user not found"));
  users.setPassword(user.id, password);
  return json({ message: "User password updated" });
}
