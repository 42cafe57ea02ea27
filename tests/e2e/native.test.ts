import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { grafanaStandInHome } from "../stand-ins/grafana/build.ts";
import { makeInstallation, type TestInstallation, until } from "./support/installation.ts";

const native = inject("native");

/** All of the machine's programs but docker. */
function pathWithoutDocker(folder: string): string {
  mkdirSync(folder);
  for (const from of ["/bin", "/usr/bin", "/usr/sbin"]) {
    for (const name of readdirSync(from)) {
      if (/^(docker|podman|grafana|prometheus|node$)/.test(name)) continue;
      try {
        symlinkSync(join(from, name), join(folder, name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
  }
  symlinkSync(process.execPath, join(folder, "node"));
  return folder;
}

interface Service {
  readonly service: string;
  readonly state: string;
  readonly detail?: string;
  readonly remedy?: string;
  readonly startedAt?: string;
  readonly restarts?: number;
}

const services = async (installation: TestInstallation): Promise<readonly Service[]> =>
  JSON.parse((await installation.run("status", "--json")).stdout).services;

const service = async (installation: TestInstallation, name: string) =>
  (await services(installation)).find((one) => one.service === name);

/** Processes that carry the installation's mark, whatever became of their parents. */
const processesOf = ({ directory }: TestInstallation) =>
  readdirSync("/proc").filter(
    (pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(`ENV_MANAGER_INSTANCE=${directory}`),
  );

const pidOf = ({ directory }: TestInstallation, name: string) =>
  processesOf({ directory } as TestInstallation).find((pid) =>
    environmentOf(pid).includes(`ENV_MANAGER_SERVICE=${name}`),
  );

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}

function requirePid(installation: TestInstallation, name: string): number {
  const pid = pidOf(installation, name);
  if (pid === undefined) throw new Error(`no process of ${name}`);
  return Number(pid);
}

const meminfo = (name: string) =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(readFileSync("/proc/meminfo", "utf8"))?.[1]) * 1024;

describe.skipIf(native === undefined)("without Docker", () => {
  let scratch: string;
  let env: Record<string, string>;
  let grafanaHome: string;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "env-manager-native-"));
    // No engine answers, and nothing can be downloaded: what is not on the machine cannot be had.
    const nowhere = "http://127.0.0.1:9";
    env = {
      PATH: pathWithoutDocker(join(scratch, "bin")),
      DOCKER_HOST: `unix://${scratch}/no-engine.sock`,
      https_proxy: nowhere,
      HTTPS_PROXY: nowhere,
      NO_PROXY: "127.0.0.1",
    };
    grafanaHome = process.env["TEST_GRAFANA_HOME"] ?? join(scratch, "grafana");
    if (!process.env["TEST_GRAFANA_HOME"]) {
      await grafanaStandInHome(grafanaHome, { version: "12.4.0", nodeBinary: process.execPath });
    }
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const install = (settings: Record<string, string> = {}) =>
    makeInstallation(env, {
      PROMETHEUS_BINARY: native?.prometheus["2.53.3"].prometheus ?? "",
      GRAFANA_HOME: grafanaHome,
      ...settings,
    });

  describe("an enabled installation", () => {
    let installation: TestInstallation;
    let enabled: Awaited<ReturnType<TestInstallation["run"]>>;

    beforeAll(async () => {
      installation = await install();
      enabled = await installation.run("--enable-monitoring");
    });
    afterAll(() => installation.cleanUp());

    test("says that no engine answers, and that the services run natively", () => {
      expect(enabled).toMatchObject({ exitCode: 0 });
      expect(enabled.stderr).toContain("No Docker engine answers");
      expect(enabled.stdout).toMatch(/Monitoring is up \(native\)/);
      expect(enabled.stdout).toMatch(/Targets +3 up/);
    });

    test("has Prometheus scrape this machine's own memory through the exporter", async () => {
      expect(await installation.targets()).toEqual(
        expect.arrayContaining([expect.objectContaining({ job: "node", health: "up" })]),
      );
      const [total] = await installation.query("node_memory_MemTotal_bytes");
      expect(total?.value).toBe(meminfo("MemTotal"));
      const [boot] = await installation.query("node_boot_time_seconds");
      expect(boot?.value).toBe(Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]));
    });

    test("lets Grafana log in, show the dashboard and ask Prometheus", async () => {
      const url = `http://127.0.0.1:${installation.ports.grafana}`;
      const headers = { authorization: `Basic ${Buffer.from("admin:admin").toString("base64")}` };
      const get = async (path: string) => (await fetch(url + path, { headers })).json();
      const found = (await get("/api/search?type=dash-db")) as { uid: string }[];
      expect(found.map(({ uid }) => uid)).toContain("host");
      const query = "/api/datasources/proxy/uid/prometheus/api/v1/query?query=node_memory_MemTotal_bytes";
      const answer = (await get(query)) as { data: { result: { value: [number, string] }[] } };
      expect(Number(answer.data.result[0]?.value[1])).toBe(meminfo("MemTotal"));
    });

    test("is left alone by a second run", async () => {
      const before = await services(installation);
      const again = await installation.run("enable");
      expect(again.exitCode).toBe(0);
      expect(again.stdout).toContain("was up already");
      const started = (list: readonly Service[]) => list.map(({ service: name, startedAt }) => [name, startedAt]);
      expect(started(await services(installation))).toEqual(started(before));
    });

    test("starts a service again that was killed", async () => {
      process.kill(requirePid(installation, "exporter"), "SIGKILL");
      await until("the exporter healthy after a restart", async () => {
        const exporter = await service(installation, "exporter");
        return exporter?.state === "healthy" && exporter.restarts === 1;
      });
    });

    test("stops, starts and shows the log of one service", async () => {
      expect((await installation.run("stop", "exporter")).exitCode).toBe(0);
      expect(await service(installation, "exporter")).toMatchObject({ state: "stopped" });
      expect((await installation.run("start", "exporter")).exitCode).toBe(0);
      expect(await service(installation, "exporter")).toMatchObject({ state: "healthy" });
      expect((await installation.run("logs", "prometheus")).stdout).toContain(
        "Server is ready to receive web requests",
      );
    });

    test("leaves nothing behind when its supervisor was killed, and comes back", async () => {
      process.kill(requirePid(installation, "supervisor"), "SIGKILL");
      expect((await installation.run("enable")).exitCode).toBe(0);
      const names = processesOf(installation).map((pid) =>
        environmentOf(pid).find((variable) => variable.startsWith("ENV_MANAGER_SERVICE=")),
      );
      expect(names.filter((name) => name?.endsWith("=prometheus"))).toHaveLength(1);
    });

    test("ends every process with disable, keeps the data, and goes on with it", async () => {
      const [before] = await installation.query("count(count_over_time(node_load1[1h]))");
      expect(before?.value).toBe(1);
      const time = Date.now() / 1000;
      expect((await installation.run("disable")).exitCode).toBe(0);
      expect(processesOf(installation)).toEqual([]);
      expect((await installation.run("disable")).exitCode).toBe(0);
      expect((await installation.run("enable")).exitCode).toBe(0);
      const [kept] = await installation.query(`count_over_time(node_load1[1h] @ ${time})`);
      expect(kept?.value).toBeGreaterThan(0);
    });
  });

  describe("when something is in the way", () => {
    let installation: TestInstallation | undefined;
    afterEach(async () => {
      await installation?.cleanUp();
      installation = undefined;
    });

    test("the rest runs without a Grafana that cannot be had, and every status says what is missing and how to add it", async () => {
      installation = await install({ GRAFANA_HOME: "" });
      const { exitCode, stdout } = await installation.run("enable");
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/Monitoring runs \(native\), without grafana/);
      const status = await installation.run("status");
      expect(status.exitCode).toBe(1);
      expect(status.stdout).toContain("GRAFANA_HOME");
      expect(await service(installation, "prometheus")).toMatchObject({ state: "healthy" });

      const added = await installation.run("enable", "--grafana-home", grafanaHome);
      expect(added.stdout).toMatch(/Monitoring is up \(native\)/);
    });

    test("a Prometheus that cannot be had is an error before anything starts", async () => {
      installation = await install({ PROMETHEUS_BINARY: join(scratch, "no-such-program") });
      const { exitCode, stderr } = await installation.run("enable");
      expect(exitCode).toBe(69);
      expect(stderr).toContain("PROMETHEUS_BINARY");
      expect(processesOf(installation)).toEqual([]);
    });

    test("a manager that is killed in the middle of enable can be run again, and disable leaves nothing", async () => {
      installation = await install();
      const run = installation.start(["enable"]);
      await until("a first process", () => processesOf(installation as TestInstallation).length > 0);
      run.kill("SIGKILL");
      await run;
      expect((await installation.run("enable")).exitCode).toBe(0);
      await until("the exporter is scraped", async () =>
        (await (installation as TestInstallation).targets()).some(
          ({ job, health }) => job === "node" && health === "up",
        ),
      );
      await installation.run("disable");
      expect(processesOf(installation)).toEqual([]);
    });

    test("Ctrl-C in the middle of enable ends it with 130, and the next run converges", async () => {
      installation = await install();
      const run = installation.start(["enable"]);
      await until("a first process", () => processesOf(installation as TestInstallation).length > 0);
      run.kill("SIGINT");
      expect((await run).exitCode).toBe(130);
      expect((await installation.run("enable")).exitCode).toBe(0);
    });
  });
});
