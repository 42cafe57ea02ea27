import type { Grafana } from "../grafana.ts";
import { login } from "../http/authenticate.ts";
import { json, type Reply, redirect } from "../http/reply.ts";
import { type ApiRequest, bodyOf, cookieOf } from "../http/request.ts";
import { open, type Route } from "../http/route.ts";
import { textAt } from "../json.ts";
import { SESSION_SECONDS } from "../stores/sessions.ts";

const ROTATION_SECONDS = 600;

export function loginRoutes(grafana: Grafana): Route[] {
  return [
    open("GET", "/api/login/ping", ({ caller }) =>
      caller === undefined ? grafana.failures.plain(401, "Unauthorized") : json({ message: "Logged in" }),
    ),
    open("POST", "/login", ({ request }) => signIn(grafana, request)),
    open("GET", "/logout", ({ request }) => signOut(grafana, request)),
  ];
}

function signIn(grafana: Grafana, request: ApiRequest): Reply {
  const form = bodyOf(request);
  if (form === undefined) {
    const message = "bad login data";
    return grafana.failures.coded(400, "form-auth.invalid", message, grafana.failures.caused(400, message));
  }
  const user = login(grafana, request, textAt(form, "user"), textAt(form, "password"), "auth.client.form");
  if (user === undefined) {
    const message = "Invalid username or password";
    return grafana.failures.coded(401, "password-auth.failed", message, json({ message, traceID: "" }, 401));
  }
  const token = grafana.sessions.start(user.id, request.headers["user-agent"] ?? "", request.address);
  grafana.log("http.server").info("Successful Login", { User: user.email });
  const answer = json({ message: "Logged in", redirectUrl: "/" });
  return { ...answer, headers: { ...answer.headers, "Set-Cookie": sessionCookies(grafana, token) } };
}

function sessionCookies(grafana: Grafana, token: string): string[] {
  const name = grafana.configuration.text("auth", "login_cookie_name");
  const expiry = Math.floor(Date.now() / 1000) + ROTATION_SECONDS;
  return [
    `${name}=${token}; Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Lax`,
    `${name}_expiry=${expiry}; Path=/; Max-Age=${SESSION_SECONDS}; SameSite=Lax`,
  ];
}

function signOut(grafana: Grafana, request: ApiRequest): Reply {
  const name = grafana.configuration.text("auth", "login_cookie_name");
  const token = cookieOf(request, name);
  if (token !== undefined) grafana.sessions.end(token);
  return redirect("/login", { "Set-Cookie": `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax` });
}
