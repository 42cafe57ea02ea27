import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api, type DockerInstallation, docker, dockerInstallation, hasDocker } from "./support/docker.ts";

describe.skipIf(!hasDocker)("the containers", () => {
  let installation: DockerInstallation;
  let exporter: string;

  beforeAll(async () => {
    installation = await dockerInstallation();
    await installation.succeeds("enable");
    exporter = (await installation.container("exporter")).Id;
  });
  afterAll(() => installation.cleanUp());

  const containers = async () =>
    Promise.all((await installation.containers()).map(({ id }) => api.getContainer(id).inspect()));

  test("have no more rights than they need, and bounds on all that they use", async () => {
    for (const { Name, HostConfig } of await containers()) {
      expect(HostConfig, Name).toMatchObject({
        Init: true,
        ReadonlyRootfs: true,
        Privileged: false,
        CapDrop: ["ALL"],
        CapAdd: null,
        SecurityOpt: expect.arrayContaining(["no-new-privileges:true"]),
        RestartPolicy: { Name: "unless-stopped" },
        LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
      });
      expect(HostConfig.Memory, Name).toBeGreaterThan(0);
      expect(HostConfig.NanoCpus, Name).toBeGreaterThan(0);
      expect(HostConfig.PidsLimit, Name).toBeGreaterThan(0);
    }
    const { Memory, NanoCpus } = (await installation.container("grafana")).HostConfig;
    expect([Memory, NanoCpus]).toEqual([1024 ** 3, 0.5e9]);
  });

  test("run as users who are not root, but for the one that holds the engine's socket", async () => {
    const users = await Promise.all(
      (await installation.containers()).map(async ({ service, id }) => {
        const top = await docker("top", id, "-o", "pid,uid");
        return [
          service,
          top
            .split("\n")
            .slice(1)
            .some((line) => line.trim().endsWith(" 0")),
        ] as const;
      }),
    );
    expect(users.filter(([, isRoot]) => isRoot).map(([service]) => service)).toEqual(["docker-socket-proxy"]);
  });

  test("see of the machine's files only what is theirs, and may write none of it", async () => {
    const mounts = (await containers()).flatMap(({ Config, Mounts }) =>
      Mounts.map((mount) => ({ ...mount, service: Config.Labels["com.docker.compose.service"] })),
    );
    const binds = mounts.filter(({ Type }) => Type === "bind");
    expect(binds.filter(({ RW }) => RW)).toEqual([]);
    expect(binds.filter(({ Source }) => Source.endsWith(".sock")).map(({ service }) => service)).toEqual([
      "docker-socket-proxy",
    ]);
    expect(binds.filter(({ Source }) => Source === "/").map(({ service }) => service)).toEqual(["exporter"]);
  });

  const inExporter = (script: string) => docker("exec", exporter, "node", "-e", script);

  test("that see the machine's root cannot talk to the engine through it", async () => {
    const socket = `/host/root${(api.modem as unknown as { socketPath: string }).socketPath}`;
    const script = `require("net").connect(${JSON.stringify(socket)}).on("connect", () => console.log("connected"))
      .on("error", ({ code }) => console.log(code))`;
    expect(await inExporter(script)).toMatch(/^(EACCES|ENOENT)$/);
  });

  test("that may ask the engine are alone in a network with the socket proxy", async () => {
    const network = await api.getNetwork(`${installation.name}_docker-api`).inspect();
    expect(network.Internal).toBe(true);
    const members = Object.values(network.Containers as Record<string, { Name: string }>).map(({ Name }) => Name);
    expect(members.toSorted()).toEqual(
      ["docker-socket-proxy", "exporter"].map((service) => `${installation.name}-${service}-1`),
    );
  });

  /** Statuses of the socket proxy's answers, asked from inside the exporter's container. */
  const asked = async (requests: readonly (readonly [method: string, path: string])[]) => {
    const script = `
      const http = require("http");
      const ask = ([method, path]) => new Promise((resolve, reject) => http.request(
        { host: "docker-socket-proxy", port: 2375, method, path },
        (response) => { resolve(response.statusCode); response.destroy(); }).on("error", reject).end());
      Promise.all(${JSON.stringify(requests)}.map(ask)).then((all) => console.log(JSON.stringify(all)));`;
    return JSON.parse(await inExporter(script)) as number[];
  };

  test("may ask the engine which containers there are", async () => {
    const now = Math.floor(Date.now() / 1000);
    const requests = [
      ["GET", "/_ping"],
      ["HEAD", "/_ping"],
      ["GET", "/version"],
      ["GET", "/info"],
      ["GET", "/containers/json"],
      ["GET", "/v1.41/containers/json?all=1"],
      ["GET", `/containers/${exporter}/json`],
      ["GET", `/events?since=${now - 60}&until=${now}`],
    ] as const;
    expect(await asked(requests)).toEqual(requests.map(() => 200));
  });

  test("may ask nothing else of it, and change nothing", async () => {
    const requests = [
      ["POST", "/containers/create"],
      ["POST", `/containers/${exporter}/kill`],
      ["POST", `/containers/${exporter}/exec`],
      ["DELETE", `/containers/${exporter}`],
      ["PUT", `/containers/${exporter}/archive?path=/`],
      ["POST", `/containers/${exporter}/json`],
      ["GET", `/containers/${exporter}/archive?path=/`],
      ["GET", `/containers/${exporter}/export`],
      ["GET", `/containers/${exporter}/logs?stdout=1`],
      ["GET", "/images/json"],
      ["GET", "/v1.41/images/json"],
      ["GET", "/secrets"],
      ["GET", "/configs"],
      ["GET", "//images/json"],
      ["GET", "/containers/../images/json"],
      ["GET", "/containers/%2e%2e/images/json"],
      ["GET", "/containers/..%2fimages/json"],
      ["GET", "/containers/x/json/../../../images/json"],
      ["GET", "/IMAGES/json"],
      ["GET", "/containers/json/"],
    ] as const;
    expect(await asked(requests)).toEqual(requests.map(() => 403));
  });
});
