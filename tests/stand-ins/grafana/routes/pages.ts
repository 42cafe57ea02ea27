import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import type { Grafana } from "../grafana.ts";
import { html, type Reply, redirect } from "../http/reply.ts";
import { type ApiRequest, cookieOf } from "../http/request.ts";
import { early, open, type Route, type Visit } from "../http/route.ts";

/** Addresses of the web application; everything else that is no API is a page saying that nothing is there. */
const APPLICATION =
  /^\/(d|d-solo|dashboards?|explore|datasources|connections|alerting|admin|org|profile|plugins|users)?(\/|$)/;

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** Pages for people: plain ones that say they come from a stand-in. */
export function pageRoutes(grafana: Grafana): Route[] {
  return [
    open("GET", "/login", ({ caller }) => (caller === undefined ? html(loginPage(grafana)) : redirect("/"))),
    early("GET", "/robots.txt", () => staticFile(grafana, "robots.txt")),
    early("GET", "/public/*path", ({ parameters }) => staticFile(grafana, parameters["path"] ?? "")),
    open("GET", "/*path", (visit) => application(grafana, visit)),
  ];
}

function application(grafana: Grafana, { request, caller }: Visit): Reply {
  if (caller === undefined) return toLogin(grafana, request);
  if (APPLICATION.test(request.path)) return html(homePage(grafana, request.path));
  return html(page("Page not found", `<p>There is no page at <code>${escaped(request.path)}</code>.</p>`), 404);
}

// 12.4 remembers where the visitor wanted to go in the address, 9.4 in a cookie.
function toLogin({ release }: Grafana, request: ApiRequest): Reply {
  const wanted = request.search === "" ? request.path : `${request.path}?${request.search}`;
  if (wanted === "/" && cookieOf(request, "redirect_to") === undefined) return redirect("/login");
  const encoded = encodeURIComponent(wanted);
  if (release.modern) return redirect(wanted === "/" ? "/login" : `/login?redirectTo=${encoded}`);
  return redirect("/login", { "Set-Cookie": `redirect_to=${encoded}; Path=/; HttpOnly; SameSite=Lax` });
}

function loginPage({ release }: Grafana): string {
  return page(
    "Welcome to the Grafana stand-in",
    `<form id="login"><input name="user" placeholder="email or username" autofocus>
    <input name="password" type="password" placeholder="password"><button>Log in</button><output></output></form>
    <p>v${release.reported}</p>
    <script>document.getElementById("login").onsubmit = async (event) => { event.preventDefault();
      const form = event.target;
      const answer = await fetch("/login", { method: "POST", headers: { "content-type": "application/json" },
        body: JSON.stringify(Object.fromEntries(new FormData(form))) });
      if (answer.ok) location.href = new URLSearchParams(location.search).get("redirectTo") ?? "/";
      else form.querySelector("output").value = (await answer.json()).message; };</script>`,
  );
}

function homePage({ shelf }: Grafana, path: string): string {
  const uid = /^\/d\/([^/]+)/.exec(path)?.[1];
  const shown = uid === undefined ? undefined : shelf.dashboard(uid);
  const items = shelf
    .dashboards()
    .map(({ uid: id, title }) => `<li><a href="/d/${escaped(id)}">${escaped(title)}</a></li>`);
  return page(shown?.title ?? "Dashboards", `<ul>${items.join("")}</ul>`);
}

function page(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Grafana</title></head>
<body><header>A stand-in for Grafana, made for tests. It draws no panels.</header><h1>${escaped(title)}</h1>${body}</body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function staticFile({ configuration }: Grafana, name: string): Reply {
  const path = join(configuration.home, "public", normalize(`/${name}`));
  if (!existsSync(path) || !statSync(path).isFile()) return html("404 page not found\n", 404);
  const type = TYPES[extname(path)] ?? "application/octet-stream";
  return {
    status: 200,
    headers: { "Content-Type": type, "Cache-Control": "public, max-age=3600" },
    body: readFileSync(path),
  };
}
