import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DockerInstallation, docker, dockerInstallation, hasDocker } from "./support/docker.ts";

describe.skipIf(!hasDocker)("the stack from outside", () => {
  let installation: DockerInstallation;

  beforeAll(async () => {
    installation = await dockerInstallation();
    await installation.succeeds("enable");
  });
  afterAll(() => installation.cleanUp());

  /** The status of an answer to exactly this path: neither normalized nor escaped on the way. */
  const status = (method: string, path: string) =>
    new Promise<number>((resolve, reject) => {
      const port = installation.ports.prometheus;
      const sent = request({ host: "127.0.0.1", port, method, path }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on("error", reject).end();
    });

  test.each([
    "/-/reload",
    "/-/quit",
    "//-/reload",
    "/-//reload",
    "/-/reload/",
    "/-/%72eload",
    "/%2d/reload",
    "/-%2freload",
    "/%2D/%71uit",
    "/-/RELOAD",
    "/./-/reload",
    "/graph/../-/reload",
    "/graph/%2e%2e/-/reload",
    "/%252d/reload",
    "/-/reload?x=1",
    "/api/v1/admin/tsdb/snapshot",
    "/api/v1/admin/tsdb/delete_series?match[]=up",
    "/api/v1//admin/tsdb/clean_tombstones",
    "/api/v1/%61dmin/tsdb/snapshot",
    "/API/v1/Admin/tsdb/snapshot",
    "/api/v1/status/../admin/tsdb/snapshot",
    "/api/v1/admin%2ftsdb%2fsnapshot",
  ])("cannot do to Prometheus what %s does, by POST or PUT", async (path) => {
    expect([await status("POST", path), await status("PUT", path)]).toEqual([403, 403]);
  });

  test("cannot hide a path behind a whole address", async () => {
    const { prometheus } = installation.ports;
    expect(await status("POST", `http://127.0.0.1:${prometheus}/-/reload`)).toBe(403);
    expect(await status("POST", "http://elsewhere/-/reload")).toBe(400);
  });

  test("has not changed Prometheus by all that: it runs, and took its configuration once, at its start", async () => {
    const [started] = await installation.query('process_start_time_seconds{job="prometheus"}');
    const [reloaded] = await installation.query("prometheus_config_last_reload_success_timestamp_seconds");
    expect((reloaded?.value ?? Number.NaN) - (started?.value ?? Number.NaN)).toBeLessThan(15);
    expect((await installation.container("prometheus")).RestartCount).toBe(0);
  });

  test.each([
    ["GET", "/"],
    ["GET", "/graph?g0.expr=up"],
    ["GET", "/-/ready"],
    ["GET", "/-/healthy"],
    ["GET", "/metrics"],
    ["GET", "/api/v1/query?query=up%7Bjob%3D%22node%22%7D"],
    ["POST", "/api/v1/query?query=up"],
    ["GET", "/api/v1/label/__name__/values"],
    ["GET", "/api/v1/targets"],
    ["GET", "/api/v1/rules"],
  ])("can use Prometheus: %s %s", async (method, path) => {
    expect([200, 302]).toContain(await status(method, path));
  });

  test("cannot delete or replace, whatever the path", async () => {
    expect([await status("DELETE", "/api/v1/series"), await status("PATCH", "/")]).toEqual([403, 403]);
  });

  test("can be asked for everything from inside the network that containers join", async () => {
    const network = ["--network", installation.settings["NETWORK_NAME"] ?? ""];
    const reload = ["-X", "POST", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "http://prometheus:9090/-/reload"];
    expect(await docker("run", "--rm", ...network, "env-manager-test/base:26", "curl", ...reload)).toBe("200");
  });

  test("sees ports of the machine's loopback only", async () => {
    const bindings = await Promise.all(
      (await installation.containers()).map(async ({ service }) => {
        const { NetworkSettings } = await installation.container(service);
        return Object.values(NetworkSettings.Ports).flatMap((ports) => (ports ?? []).map(({ HostIp }) => HostIp));
      }),
    );
    expect(bindings.flat()).toEqual(["127.0.0.1", "127.0.0.1", "127.0.0.1"]);
  });
});
