import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { AS_ADMIN, ask, basic } from "../replay/client.ts";
import { ADMIN_PASSWORD, type RunningGrafana, startGrafana } from "../replay/running-grafana.ts";
import { type Workspace, workspace } from "../replay/workspace.ts";
import { SUBJECT_TIMEOUT_MS, subjects } from "./subjects.ts";

const { all, remove } = await subjects();

afterAll(remove);

describe.each(all)("signing in to the $name", { timeout: SUBJECT_TIMEOUT_MS }, ({ home, modern }) => {
  let work: Workspace;
  let grafana: RunningGrafana;

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    grafana = await startGrafana({ home, workspace: work, environment });
  };

  beforeEach(async () => {
    work = await workspace();
  });

  afterEach(async () => {
    await grafana.stop();
    await work.remove();
  });

  it("gives a session to the right password, until it is ended", async () => {
    await start();
    const body = { user: "admin", password: ADMIN_PASSWORD };
    const answer = await ask(grafana.url, { method: "POST", path: "/login", body });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ message: "Logged in", redirectUrl: "/" });
    const cookies = answer.headers.getSetCookie();
    const session = cookies.find((cookie) => cookie.startsWith("grafana_session=")) ?? "";
    expect(session).toMatch(/^grafana_session=[0-9a-f]{32}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
    expect(cookies.some((cookie) => cookie.startsWith("grafana_session_expiry="))).toBe(true);
    const headers = { cookie: session.split(";")[0] ?? "" };
    expect((await ask(grafana.url, { path: "/api/user", headers })).status).toBe(200);
    expect((await ask(grafana.url, { path: "/logout", headers })).status).toBe(302);
    expect((await ask(grafana.url, { path: "/api/user", headers })).status).toBe(401);
  });

  it("sends visitors who are nobody to the login page, and remembers where they wanted to go", async () => {
    await start();
    const home = await ask(grafana.url, { path: "/" });
    expect([home.status, home.headers.get("location")]).toEqual([302, "/login"]);
    const deep = await ask(grafana.url, { path: "/d/some/dashboard" });
    expect(deep.status).toBe(302);
    if (modern) expect(deep.headers.get("location")).toBe("/login?redirectTo=%2Fd%2Fsome%2Fdashboard");
    else expect(deep.headers.getSetCookie().join()).toContain("redirect_to=%2Fd%2Fsome%2Fdashboard");
    const login = await ask(grafana.url, { path: "/login" });
    expect([login.status, login.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
    expect(login.text).toContain("<title>Grafana</title>");
  });

  it("closes a name to the right password after five wrong ones, and still serves its health", async () => {
    await start();
    const asWrong = basic("admin", "wrong");
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await ask(grafana.url, { path: "/api/org", authorization: asWrong })).status).toBe(401);
    }
    const answer = await ask(grafana.url, { path: "/api/org", authorization: AS_ADMIN });
    expect([answer.status, answer.text.toLowerCase()]).toEqual([
      401,
      expect.stringContaining("invalid username or password"),
    ]);
    expect((await ask(grafana.url, { path: "/api/health", authorization: AS_ADMIN })).status).toBe(200);
    const line = modern
      ? 'logger=authn.service t=\\S+ level=info msg="Failed to authenticate request" client=auth.client.basic error="\\[password-auth.failed\\] failed to authenticate identity: \\[password-auth.invalid\\] invalid password"'
      : 'level=error msg="Invalid username or password" error="invalid username or password"';
    expect(grafana.output()).toMatch(new RegExp(line));
  });

  it("asks health without looking at credentials, so that wrong ones there close nothing", async () => {
    await start();
    for (let attempt = 0; attempt < 8; attempt += 1) {
      expect((await ask(grafana.url, { path: "/api/health", authorization: basic("admin", "wrong") })).status).toBe(
        200,
      );
    }
    expect((await ask(grafana.url, { path: "/api/org", authorization: AS_ADMIN })).status).toBe(200);
  });

  it("lets anonymous visitors look, where that is enabled, and not change anything", async () => {
    await start({ GF_AUTH_ANONYMOUS_ENABLED: "true" });
    expect((await ask(grafana.url, { path: "/api/search" })).status).toBe(200);
    const body = { name: "x", type: "prometheus", url: "http://127.0.0.1:1", access: "proxy" };
    expect((await ask(grafana.url, { method: "POST", path: "/api/datasources", body })).status).toBe(403);
  });

  it("takes a changed password at once, and refuses a too short one", async () => {
    await start();
    const body = { oldPassword: ADMIN_PASSWORD, newPassword: "changed-secret-3", confirmNew: "changed-secret-3" };
    const path = "/api/user/password";
    const short = { ...body, newPassword: "a", confirmNew: "a" };
    expect((await ask(grafana.url, { method: "PUT", path, authorization: AS_ADMIN, body: short })).status).toBe(400);
    const changed = await ask(grafana.url, { method: "PUT", path, authorization: AS_ADMIN, body });
    expect([changed.status, JSON.parse(changed.text)]).toEqual([200, { message: "User password changed" }]);
    const asChanged = basic("admin", "changed-secret-3");
    expect((await ask(grafana.url, { path: "/api/org", authorization: asChanged })).status).toBe(200);
    expect((await ask(grafana.url, { path: "/api/org", authorization: AS_ADMIN })).status).toBe(401);
  });

  it("lets the admin rename an account", async () => {
    await start();
    const rename = { method: "PUT", path: "/api/users/1", authorization: AS_ADMIN, body: { login: "boss" } };
    expect((await ask(grafana.url, rename)).status).toBe(200);
    const asBoss = basic("boss", ADMIN_PASSWORD);
    const profile = JSON.parse((await ask(grafana.url, { path: "/api/user", authorization: asBoss })).text);
    expect(profile).toMatchObject({ id: 1, login: "boss", isGrafanaAdmin: true });
    expect((await ask(grafana.url, { path: "/api/org", authorization: AS_ADMIN })).status).toBe(401);
  });
});
