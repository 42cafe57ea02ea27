import type { Grafana } from "../grafana.ts";
import { ROLES, type User } from "../stores/users.ts";
import { anonymous, type Caller, callerOf } from "./caller.ts";
import type { Reply } from "./reply.ts";
import { type ApiRequest, cookieOf } from "./request.ts";

/** Who is there, or why they were refused; neither when nobody said anything. */
export interface Authentication {
  readonly caller?: Caller;
  readonly refusal?: Reply;
}

/** By session cookie, service account token or basic auth, in that order; then anonymously, where that is enabled. */
export function authenticate(grafana: Grafana, request: ApiRequest): Authentication {
  const session = bySession(grafana, request);
  if (session !== undefined) return { caller: session };
  const [scheme = "", credentials = ""] = (request.headers.authorization ?? "").split(" ");
  if (scheme === "Bearer") return byToken(grafana, credentials);
  if (scheme === "Basic") return byPassword(grafana, request, credentials);
  if (!grafana.configuration.flag("auth.anonymous", "enabled")) return {};
  const role = grafana.configuration.text("auth.anonymous", "org_role");
  return { caller: anonymous(ROLES.find((known) => known === role) ?? "Viewer") };
}

/** Checks a login name and password, counts failures, and logs them the way the release does. */
export function login(
  grafana: Grafana,
  request: ApiRequest,
  name: string,
  password: string,
  client: string,
): User | undefined {
  const { users, loginAttempts } = grafana;
  const refuse = (reason: string): undefined => {
    logRefusal(grafana, request, client, reason);
    return undefined;
  };
  if (loginAttempts.isBlocked(name)) {
    const blocked = "too many consecutive incorrect login attempts for user - login for user temporarily blocked";
    return refuse(`[password-auth.failed] ${blocked}`);
  }
  if (password === "") return refuse("[password-auth.failed] no password provided");
  const user = users.byLogin(name);
  if (user !== undefined && !user.isServiceAccount && !user.isDisabled && users.passwordFits(user.id, password)) {
    loginAttempts.succeeded(name);
    users.seen(user.id);
    return user;
  }
  loginAttempts.failed(name, request.address);
  const cause =
    user === undefined
      ? "[identity.not-found] no user found: user not found"
      : "[password-auth.invalid] invalid password";
  return refuse(`[password-auth.failed] failed to authenticate identity: ${cause}`);
}

function bySession(grafana: Grafana, request: ApiRequest): Caller | undefined {
  const token = cookieOf(request, grafana.configuration.text("auth", "login_cookie_name"));
  const id = token === undefined ? undefined : grafana.sessions.userOf(token);
  const user = id === undefined ? undefined : grafana.users.byId(id);
  return user === undefined || user.isDisabled ? undefined : callerOf(user);
}

function byToken(grafana: Grafana, key: string): Authentication {
  const { tokens, users, failures } = grafana;
  const token = tokens.withKey(key);
  const account = token === undefined ? undefined : users.byId(token.accountId);
  if (token === undefined || account === undefined) {
    logTokenRefusal(grafana, "[api-key.invalid] API key is invalid");
    const old = { message: "invalid API key", traceID: "" };
    return { refusal: failures.early(401, "api-key.invalid", "Invalid API key", old) };
  }
  if (token.expires !== undefined && token.expires.getTime() < Date.now()) {
    const old = { message: "Expired API key", traceID: "" };
    return { refusal: failures.early(401, "api-key.expired", "Expired API key", old) };
  }
  tokens.used(token.id);
  return { caller: callerOf(account) };
}

function byPassword(grafana: Grafana, request: ApiRequest, credentials: string): Authentication {
  const [, name = "", password = ""] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, "base64").toString("utf8")) ?? [];
  const user = login(grafana, request, name, password, "auth.client.basic");
  if (user !== undefined) return { caller: callerOf(user) };
  const old = { message: "invalid username or password", traceID: "" };
  return { refusal: grafana.failures.early(401, "password-auth.failed", "Invalid username or password", old) };
}

function logTokenRefusal({ release, log }: Grafana, error: string): void {
  if (release.modern)
    log("authn.service").info("Failed to authenticate request", { client: "auth.client.api-key", error });
}

function logRefusal(grafana: Grafana, request: ApiRequest, client: string, reason: string): void {
  if (grafana.release.modern) {
    grafana.log("authn.service").info("Failed to authenticate request", { client, error: reason });
    return;
  }
  const log = grafana.log("context", { userId: 0, orgId: 0, uname: "" });
  const fields = { error: "invalid username or password", remote_addr: request.address, traceID: "" };
  log.error("Invalid username or password", fields);
}
