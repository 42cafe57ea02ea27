import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildGrafanaStandIn } from "../build.ts";

/** The entry point run outside of its image, with a program in grafana's place that shows how it was called. */
describe("the image of the stand-in", () => {
  let context: string;
  let root: string;

  beforeAll(async () => {
    context = await mkdtemp(join(tmpdir(), "grafana-stand-in-image-"));
    await buildGrafanaStandIn(context, "12.4.0");
  });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "grafana-stand-in-run-"));
    const program = join(root, "grafana");
    await writeFile(program, '#!/bin/sh\necho "called: $*"\nenv | grep "^GF_SECURITY" | sort\n', { mode: 0o755 });
    return () => rm(root, { recursive: true, force: true });
  });

  afterAll(() => rm(context, { recursive: true, force: true }));

  const run = (environment: Readonly<Record<string, string>>, words: readonly string[] = []) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn("sh", [join(context, "run.sh"), ...words], {
        env: {
          PATH: `${root}:${process.env["PATH"]}`,
          GF_PATHS_CONFIG: "/etc/grafana/grafana.ini",
          GF_PATHS_DATA: root,
          GF_PATHS_HOME: "/usr/share/grafana",
          GF_PATHS_LOGS: join(root, "log"),
          GF_PATHS_PLUGINS: join(root, "plugins"),
          GF_PATHS_PROVISIONING: "/etc/grafana/provisioning",
          ...environment,
        },
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
      child.on("close", (code) => resolve({ code, output }));
    });

  it("is built from a folder that holds a whole home, the entry point and the configuration", async () => {
    for (const path of ["home/bin/grafana", "run.sh"]) {
      expect((await stat(join(context, path))).mode & 0o111, path).not.toBe(0);
    }
    for (const path of [
      "home/conf/defaults.ini",
      "home/bin/grafana-stand-in.cjs",
      "etc/grafana.ini",
      "etc/provisioning/datasources",
    ]) {
      await stat(join(context, path));
    }
    expect(await readFile(join(context, "Dockerfile"), "utf8")).toContain('env-manager-test.stand-in="grafana"');
    expect(await readFile(join(context, "home/bin/grafana"), "utf8")).toContain("/usr/local/bin/node");
  });

  it("starts the server on the image's paths, with what it was told besides", async () => {
    const { code, output } = await run({}, ["cfg:log.level=debug"]);
    expect(code).toBe(0);
    expect(output).toContain(
      "called: server --homepath=/usr/share/grafana --config=/etc/grafana/grafana.ini --packaging=docker cfg:log.level=debug cfg:default.log.mode=console",
    );
    expect(output).toContain(`cfg:default.paths.data=${root}`);
  });

  it("puts the content of a secret's file in the variable's place", async () => {
    const file = join(root, "secret");
    await writeFile(file, 'pa$$ w\'ord "x" `id`\n');
    const { code, output } = await run({ GF_SECURITY_ADMIN_PASSWORD__FILE: file });
    expect(code).toBe(0);
    expect(output).toContain('GF_SECURITY_ADMIN_PASSWORD=pa$$ w\'ord "x" `id`\n');
    expect(output).not.toContain("__FILE=");
  });

  it("refuses a variable that is set both ways, and a file that is not there", async () => {
    const both = await run({ GF_SECURITY_ADMIN_PASSWORD__FILE: "/dev/null", GF_SECURITY_ADMIN_PASSWORD: "x" });
    expect([both.code, both.output]).toEqual([
      1,
      expect.stringContaining("ERROR: Both GF_SECURITY_ADMIN_PASSWORD and GF_SECURITY_ADMIN_PASSWORD__FILE are set"),
    ]);
    const missing = await run({ GF_SECURITY_ADMIN_PASSWORD__FILE: "/nowhere/secret" });
    expect(missing.code).not.toBe(0);
    expect(missing.output).not.toContain("called:");
  });
});
