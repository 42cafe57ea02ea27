import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { releaseNamed } from "../release.ts";
import type { Configuration } from "./configuration.ts";
import { type ConfigurationRequest, loadConfiguration } from "./load.ts";

describe("loading the configuration", () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "grafana-stand-in-conf-"));
    await mkdir(join(home, "conf"));
    await writeFile(
      join(home, "conf/defaults.ini"),
      `app_mode = production
[paths]
data = data
[server]
protocol = http
domain = localhost
http_port = 3000
root_url = %(protocol)s://%(domain)s:%(http_port)s/
[security]
admin_password = admin
content = """quoted; 'as' "it" is"""
[auth.anonymous]
enabled = false
`,
    );
    return () => rm(home, { recursive: true, force: true });
  });

  const load = (more: Partial<ConfigurationRequest> = {}): Configuration =>
    loadConfiguration({
      release: releaseNamed(),
      home,
      file: undefined,
      properties: [],
      environment: {},
      workingDirectory: "/",
      ...more,
    });

  it("takes later sources over earlier ones: default words, file, environment, words", async () => {
    const file = join(home, "grafana.ini");
    await writeFile(file, "[server]\ndomain = file\n");
    const defaults = ["cfg:default.server.domain=words", "cfg:default.server.http_port=1"];
    expect(load({ properties: defaults }).text("server", "domain")).toBe("words");
    expect(load({ properties: defaults, file }).text("server", "domain")).toBe("file");
    const environment = { GF_SERVER_DOMAIN: "environment", GF_AUTH_ANONYMOUS_ENABLED: "true" };
    const third = load({ properties: defaults, file, environment });
    expect([third.text("server", "domain"), third.flag("auth.anonymous", "enabled")]).toEqual(["environment", true]);
    const fourth = load({ properties: ["cfg:server.domain=a.b/c=d"], file, environment });
    expect(fourth.text("server", "domain")).toBe("a.b/c=d");
  });

  it("ignores an empty variable, and one for a key that no file names", () => {
    const configuration = load({ environment: { GF_SERVER_HTTP_PORT: "", GF_SERVER_NOBODY_KNOWS: "x" } });
    expect(configuration.number("server", "http_port", 0)).toBe(3000);
    expect(configuration.text("server", "nobody_knows")).toBe("");
  });

  it("reads quoted values, names other keys, and makes paths absolute", () => {
    const configuration = load();
    expect(configuration.text("security", "content")).toBe("quoted; 'as' \"it\" is");
    expect(configuration.text("server", "root_url")).toBe("http://localhost:3000/");
    expect(configuration.path("data")).toBe(join(home, "data"));
  });

  it("expands variables and files wherever they stand, so also in a password", async () => {
    await writeFile(join(home, "secret"), " from file \n");
    const environment = {
      GF_SECURITY_ADMIN_PASSWORD: `$__file{${join(home, "secret")}}`,
      GF_SERVER_DOMAIN: "${HOST}-$__env{ZONE}",
      HOST: "h",
      ZONE: "z",
    };
    const configuration = load({ environment });
    expect(configuration.text("security", "admin_password")).toBe("from file");
    expect(configuration.text("server", "domain")).toBe("h-z");
  });

  it("names its sources without showing a secret", () => {
    const configuration = load({ environment: { GF_SECURITY_ADMIN_PASSWORD: "hidden", GF_SERVER_DOMAIN: "shown" } });
    expect(configuration.fromEnvironment).toEqual(["GF_SERVER_DOMAIN=shown", "GF_SECURITY_ADMIN_PASSWORD=*********"]);
  });
});
