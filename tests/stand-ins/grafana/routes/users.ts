import type { Grafana } from "../grafana.ts";
import { json, type Reply } from "../http/reply.ts";
import { bodyOf } from "../http/request.ts";
import { type Call, guarded, type Route } from "../http/route.ts";
import { type JsonObject, textAt } from "../json.ts";
import { SHORTEST_PASSWORD } from "../stores/passwords.ts";
import type { User } from "../stores/users.ts";
import { avatarOf } from "./avatar.ts";
import { age, seconds } from "./dates.ts";

/** The caller's own account, and all accounts for those who may see them. */
export function userRoutes(grafana: Grafana): Route[] {
  const { users, failures } = grafana;
  return [
    guarded("GET", "/api/user", [], ({ caller }) =>
      caller.user === undefined ? failures.caused(404, "user not found") : json(profile(grafana, caller.user)),
    ),
    guarded("PUT", "/api/user/password", [], (call) => changeOwnPassword(grafana, call)),
    guarded("GET", "/api/users", ["users:read"], () => json(users.people().map((user) => listed(grafana, user)))),
    guarded("GET", "/api/users/search", ["users:read"], () => {
      const people = users.people().map((user) => listed(grafana, user));
      return json({ totalCount: people.length, users: people, page: 1, perPage: 1000 });
    }),
    guarded("GET", "/api/users/lookup", ["users:read"], ({ request }) => {
      const user = users.byLogin(request.query.get("loginOrEmail") ?? "");
      return user === undefined ? failures.caused(404, "user not found") : json(profile(grafana, user));
    }),
    guarded("GET", "/api/users/:id", ["users:read"], ({ parameters }) => {
      const user = users.byId(Number(parameters["id"]));
      return user === undefined ? failures.caused(404, "user not found") : json(profile(grafana, user));
    }),
    guarded("PUT", "/api/users/:id", ["users:write"], (call) => changeUser(grafana, call)),
  ];
}

function changeUser({ users, failures }: Grafana, { request, parameters }: Call): Reply {
  const body = bodyOf(request);
  const user = users.byId(Number(parameters["id"]));
  if (body === undefined) return failures.caused(400, "bad request data");
  if (user === undefined) return failures.caused(404, "user not found");
  const wanted = textAt(body, "login");
  const other = wanted === "" ? undefined : users.byLogin(wanted);
  if (other !== undefined && other.id !== user.id) return failures.caused(409, "Update would result in user conflict");
  users.change(user.id, {
    login: wanted || textAt(body, "email") || user.login,
    email: textAt(body, "email") || wanted || user.email,
    name: textAt(body, "name"),
  });
  return json({ message: "User updated" });
}

function changeOwnPassword({ users, failures }: Grafana, { request, caller }: Call): Reply {
  const body = bodyOf(request);
  if (body === undefined || caller.user === undefined) return failures.caused(400, "bad request data");
  if (!users.passwordFits(caller.id, textAt(body, "oldPassword"))) {
    const message = "Invalid old password";
    return failures.coded(400, "user.password-missmatch", message, failures.plain(401, message));
  }
  if (textAt(body, "newPassword").length < SHORTEST_PASSWORD) {
    const message = "New password is too short";
    return failures.coded(400, "password.password-policy-too-short", message, failures.plain(400, message));
  }
  users.setPassword(caller.id, textAt(body, "newPassword"));
  return json({ message: "User password changed" });
}

/** An account as `/api/user` and `/api/users/ID` show it. */
function profile(grafana: Grafana, user: User): JsonObject {
  const { modern } = grafana.release;
  return {
    id: user.id,
    ...(modern ? { uid: user.uid } : {}),
    email: user.email,
    name: user.name,
    login: user.login,
    theme: user.theme,
    orgId: 1,
    isGrafanaAdmin: user.isServerAdmin,
    isDisabled: user.isDisabled,
    isExternal: false,
    ...(modern ? { isExternallySynced: false, isGrafanaAdminExternallySynced: false } : {}),
    authLabels: [],
    updatedAt: seconds(user.updated),
    createdAt: seconds(user.created),
    avatarUrl: avatarOf(grafana, user),
    ...(modern ? { isProvisioned: false } : {}),
  };
}

function listed(grafana: Grafana, user: User): JsonObject {
  const { modern } = grafana.release;
  return {
    id: user.id,
    ...(modern ? { uid: user.uid } : {}),
    name: user.name,
    login: user.login,
    email: user.email,
    avatarUrl: avatarOf(grafana, user),
    isAdmin: user.isServerAdmin,
    isDisabled: user.isDisabled,
    lastSeenAt: seconds(user.lastSeen),
    lastSeenAtAge: age(user.lastSeen),
    authLabels: [],
    ...(modern ? { isProvisioned: false, created: seconds(user.created) } : {}),
  };
}
