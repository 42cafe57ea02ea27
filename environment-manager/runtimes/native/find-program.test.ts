import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { dirname, join } from "node:path";
import { execaSync } from "execa";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Interrupted, UserError } from "../../errors.ts";
import type { NativeService, SearchedProgram } from "../../stack/native-service.ts";
import { type FindOptions, findProgram } from "./find-program.ts";
import {
  outcome,
  type TemporaryInstallation,
  temporaryInstallation,
  tinyService,
} from "./fixtures/temporary-installation.ts";

vi.setConfig({ testTimeout: 30_000 });

const { signal } = new AbortController();
let installation: TemporaryInstallation;
let root: string;
let servers: Server[];
/** What the search sees of the environment: nothing of this machine but the tools that it needs. */
let environment: NodeJS.ProcessEnv;

beforeEach(async () => {
  servers = [];
  installation = await temporaryInstallation();
  root = installation.directory;
  environment = { PATH: "/usr/bin:/bin", HOME: root };
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
  await installation.dispose();
});

/** A program that says a version. */
function putProgram(path: string, version: string, body = `echo "thing, version ${version} (branch: HEAD)"`): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return join(root, path);
}

function thing(more: Partial<SearchedProgram> = {}): NativeService {
  const program: SearchedProgram = {
    kind: "searched",
    setting: { name: "PROMETHEUS_BINARY", value: "" },
    commands: ["env-manager-test-thing"],
    places: [],
    companions: [],
    versionArguments: ["--version"],
    minimumVersion: "2.42.0",
    archive: { version: "3.5.0", program: "thing", files: {} },
    ...more,
  };
  return tinyService("thing", 1, [], { title: "Thing", program });
}

async function find(service: NativeService, options: Partial<FindOptions> = {}) {
  return (await outcome(findProgram(service, installation.layout, { mode: "get", environment, ...options }, signal)))
    .result;
}

/** A release archive with this program in it, as its makers would publish it, on a server that counts who asks. */
async function publish(version: string, respond?: (archive: Buffer) => Buffer) {
  const folder = `thing-${version}.linux-amd64`;
  putProgram(`release/${folder}/thing`, version);
  execaSync("tar", ["-czf", "thing.tar.gz", folder], { cwd: join(root, "release") });
  const archive = readFileSync(join(root, "release", "thing.tar.gz"));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url === "/moved") response.writeHead(302, { location: "/thing.tar.gz" }).end();
    else if (request.url === "/thing.tar.gz") response.end(respond ? respond(archive) : archive);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const sha256 = createHash("sha256").update(archive).digest("hex");
  const at = (path: string, sum = sha256) => ({
    archive: {
      version,
      program: "thing",
      files: { [process.arch]: { url: `http://127.0.0.1:${port}/${path}`, sha256: sum } },
    },
  });
  return { at, asked, server };
}

describe("the setting", () => {
  test("comes first", async () => {
    environment["PATH"] = `${dirname(putProgram("path/env-manager-test-thing", "3.0.0"))}:/usr/bin`;
    const value = putProgram("mine/thing", "2.53.0");
    expect(await find(thing({ setting: { name: "PROMETHEUS_BINARY", value } }))).toEqual({
      kind: "found",
      program: { path: value, version: "2.53.0" },
    });
  });

  test("may name the folder that the program is in", async () => {
    const path = putProgram("home/bin/grafana", "12.4.2");
    mkdirSync(join(root, "home", "public"));
    const setting = { name: "GRAFANA_HOME", value: join(root, "home"), inside: "bin/grafana" } as const;
    expect(await find(thing({ setting, companions: ["../public"] }))).toMatchObject({ program: { path } });
  });

  test.each([
    ["is not there", () => join(root, "nowhere"), /does not exist/],
    ["is a folder", () => root, /is no file/],
    ["is too old", () => putProgram("old", "2.9.1"), /is version 2\.9\.1, older than 2\.42\.0/],
    ["says no version", () => putProgram("mute", "", "exit 1"), /does not say its version: exit code 1/],
  ])("is an error when the program %s, and nothing else is taken", async (_, put, why) => {
    environment["PATH"] = `${dirname(putProgram("path/env-manager-test-thing", "3.0.0"))}:/usr/bin`;
    const setting = { name: "PROMETHEUS_BINARY", value: put() } as const;
    const error = await find(thing({ setting })).catch((reason) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(why);
    expect(error).toMatchObject({ exitCode: 78, problems: [{ where: expect.stringContaining("PROMETHEUS_BINARY=") }] });
  });

  test("is an error when the program may not be executed", async () => {
    const value = join(root, "plain");
    writeFileSync(value, "#!/bin/sh\n", { mode: 0o644 });
    await expect(find(thing({ setting: { name: "PROMETHEUS_BINARY", value } }))).rejects.toThrow(/may not be executed/);
  });
});

describe("an installed program", () => {
  test("is found on PATH, symbolic links resolved", async () => {
    const path = putProgram("opt/thing-3/thing", "3.0.0");
    mkdirSync(join(root, "bin"));
    symlinkSync(path, join(root, "bin", "env-manager-test-thing"));
    environment["PATH"] = `${join(root, "bin")}:/usr/bin`;
    expect(await find(thing())).toEqual({ kind: "found", program: { path, version: "3.0.0" } });
  });

  test("is found in a usual place, the newest folder first, and unusable ones are passed over", async () => {
    putProgram("opt/thing-2.9/thing", "2.9.0");
    putProgram("opt/thing-2.50/thing", "2.50.0");
    const newest = putProgram("opt/thing-10.0/thing", "10.0.0");
    expect(await find(thing({ places: [join(root, "opt", "thing*", "thing")] }))).toMatchObject({
      program: { path: newest },
    });
    rmSync(dirname(newest), { recursive: true });
    expect(await find(thing({ places: [join(root, "opt", "thing*", "thing")] }))).toMatchObject({
      program: { version: "2.50.0" },
    });
  });

  test("is passed over without what belongs to it", async () => {
    putProgram("opt/bin/grafana", "12.0.0");
    const service = thing({ places: [join(root, "opt/bin/grafana")], companions: ["../conf/defaults.ini"] });
    expect(await find(service)).toMatchObject({
      kind: "unavailable",
      reasons: [
        "PROMETHEUS_BINARY is not set",
        `${root}/opt/bin/grafana is alone: ${root}/opt/conf/defaults.ini is missing`,
        expect.stringMatching(/^no release archive is named for the \w+ architecture$/),
        "no distribution carries it as a package",
      ],
    });
  });

  test("is asked for its version once, and again when its file has changed", async () => {
    const count = join(root, "count");
    const body = (version: string) => `echo x >> ${count}; echo version ${version}`;
    const path = putProgram("opt/thing", "", body("3.0.0"));
    const service = thing({ places: [path] });
    await find(service);
    expect(await find(service)).toMatchObject({ program: { version: "3.0.0" } });
    expect(readFileSync(count, "utf8")).toBe("x\n");
    putProgram("opt/thing", "", body("3.0.1 "));
    expect(await find(service)).toMatchObject({ program: { version: "3.0.1" } });
    expect(readFileSync(count, "utf8")).toBe("x\nx\n");
  });
});

describe("the release archive", () => {
  test("is downloaded, summed, unpacked and kept", async () => {
    const { at, asked } = await publish("3.5.0");
    const service = thing(at("moved"));
    const { result, events } = await outcome(
      findProgram(service, installation.layout, { mode: "get", environment }, signal),
    );
    const path = join(installation.layout.programs, "env-manager-test-thing-3.5.0", "thing");
    expect(result).toEqual({ kind: "found", program: { path, version: "3.5.0" } });
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "progress", title: "Downloading Thing 3.5.0", fraction: 1 }),
    );
    expect(asked).toEqual(["GET /moved", "GET /thing.tar.gz"]);
    expect(readdirSync(installation.layout.programs)).toEqual(["env-manager-test-thing-3.5.0"]);

    expect(await find(service)).toEqual(result);
    rmSync(installation.layout.programMemory);
    expect(await find(service)).toEqual(result);
    expect(asked).toHaveLength(2);
  });

  test("is only asked after when nothing may be changed", async () => {
    const { at, asked } = await publish("3.5.0");
    expect(await find(thing(at("thing.tar.gz")), { mode: "look" })).toMatchObject({
      kind: "possible",
      how: expect.stringMatching(/^version 3\.5\.0 from http:/),
    });
    expect(asked).toEqual(["HEAD /thing.tar.gz"]);
    expect(readdirSync(root)).toEqual(["release"]);
    expect(await find(thing(at("gone")), { mode: "look" })).toMatchObject({
      kind: "unavailable",
      reasons: expect.arrayContaining([expect.stringMatching(/^.* cannot be had: HTTP status 404$/)]),
    });
  });

  test.each([
    [
      "another sum",
      (sum: string) => sum.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
      undefined,
      /SHA-256 is/,
    ],
    ["a changed archive", (sum: string) => sum, (archive: Buffer) => Buffer.concat([archive, archive]), /SHA-256 is/],
  ])("is not unpacked with %s", async (_, changeSum, respond, why) => {
    const { at } = await publish("3.5.0", respond);
    const sum = at("").archive.files[process.arch]?.sha256 ?? "";
    const result = await find(thing(at("thing.tar.gz", changeSum(sum))));
    expect(result).toMatchObject({
      kind: "unavailable",
      reasons: expect.arrayContaining([expect.stringMatching(why)]),
    });
    expect(readdirSync(installation.layout.programs)).toEqual([]);
  });

  test("that breaks off is passed over, and no half of it stays", async () => {
    const { at, server } = await publish("3.5.0");
    server.removeAllListeners("request");
    server.on("request", (_request, response) => {
      response.writeHead(200, { "content-length": "1000000" });
      response.write("half", () => response.destroy());
    });
    expect(await find(thing(at("thing.tar.gz")))).toMatchObject({ kind: "unavailable" });
    expect(readdirSync(installation.layout.programs)).toEqual([]);
  });

  test("is taken from the programs' folder where somebody has put it, right after a failure too", async () => {
    const { at, asked } = await publish("3.5.0");
    const service = thing(at("gone"));
    expect(await find(service)).toMatchObject({
      kind: "unavailable",
      remedy: expect.stringContaining(
        `/gone into ${installation.layout.programs}, or set PROMETHEUS_BINARY to the program`,
      ),
    });
    writeFileSync(join(installation.layout.programs, "gone"), "not the release");
    expect(await find(service)).toMatchObject({
      reasons: expect.arrayContaining([expect.stringMatching(/SHA-256 is/)]),
    });
    writeFileSync(join(installation.layout.programs, "gone"), readFileSync(join(root, "release", "thing.tar.gz")));
    expect(await find(service)).toMatchObject({ kind: "found", program: { version: "3.5.0" } });
    expect(asked).toEqual(["GET /gone"]);
  });

  test("is not tried again for a while when it could not be had, but what was installed meanwhile is found", async () => {
    const { at, asked } = await publish("3.5.0");
    const path = join(root, "opt", "thing");
    const service = thing({ ...at("gone"), places: [path] });
    let now = Date.now();
    const again = () => find(service, { now: () => now });
    const first = await again();
    expect(first).toMatchObject({ kind: "unavailable", remedy: expect.stringContaining("PROMETHEUS_BINARY") });
    now += 60_000;
    expect(await again()).toEqual(first);
    expect(asked).toHaveLength(1);
    now += 10 * 60_000;
    await again();
    expect(asked).toHaveLength(2);
    putProgram("opt/thing", "3.0.0");
    expect(await again()).toMatchObject({ kind: "found", program: { path } });
  });

  test("is left alone when the run is interrupted", async () => {
    const { at, server } = await publish("3.5.0");
    const interrupt = new AbortController();
    server.removeAllListeners("request");
    server.on("request", (_request, response) => {
      response.writeHead(200).write("slow");
      interrupt.abort();
    });
    const operation = findProgram(
      thing(at("thing.tar.gz")),
      installation.layout,
      { mode: "get", environment },
      interrupt.signal,
    );
    await expect(outcome(operation)).rejects.toThrow(Interrupted);
    expect(readdirSync(installation.layout.programs)).toEqual([]);
  });
});

describe.runIf(
  ["apt-get", "apt-config", "dpkg-deb"].every((tool) => execaSync("which", [tool], { reject: false }).exitCode === 0),
)("the distribution's package", () => {
  /** A repository of one package on this disk, in place of the distribution's. */
  function publishPackage(version: string): void {
    const repository = join(root, "repository");
    putProgram("package/usr/bin/thing", version);
    mkdirSync(join(root, "package", "DEBIAN"));
    mkdirSync(repository);
    const architecture = execaSync("dpkg", ["--print-architecture"]).stdout;
    const control = `Package: thing\nVersion: ${version}-1\nArchitecture: ${architecture}\nMaintainer: nobody <nobody@example.org>\nDescription: a thing\n`;
    writeFileSync(join(root, "package", "DEBIAN", "control"), control);
    const name = `thing_${version}-1_${architecture}.deb`;
    execaSync("dpkg-deb", ["--build", "--root-owner-group", join(root, "package"), join(repository, name)]);
    const file = readFileSync(join(repository, name));
    const sha256 = createHash("sha256").update(file).digest("hex");
    writeFileSync(
      join(repository, "Packages"),
      `${control}Filename: ./${name}\nSize: ${file.length}\nSHA256: ${sha256}\n`,
    );
    writeFileSync(join(root, "sources.list"), `deb [trusted=yes] file:${repository} ./\n`);
    writeFileSync(
      join(root, "apt.conf"),
      `Dir::Etc::SourceList "${root}/sources.list";\nDir::Etc::SourceParts "/dev/null";\n`,
    );
    environment["APT_CONFIG"] = join(root, "apt.conf");
  }

  test("is downloaded by apt-get and unpacked in our folder, and the rest is cleared away", async () => {
    publishPackage("2.53.3");
    const service = thing({ package: { name: "thing", program: "usr/bin/thing" } });
    expect(await find(service, { mode: "look" })).toEqual({
      kind: "possible",
      how: "the package thing of this distribution",
    });
    const result = await find(service);
    expect(result).toMatchObject({ kind: "found", program: { version: "2.53.3" } });
    const [folder, ...others] = readdirSync(installation.layout.programs);
    expect(others).toEqual([]);
    expect(result).toMatchObject({
      program: { path: join(installation.layout.programs, folder ?? "", "usr/bin/thing") },
    });
    rmSync(join(root, "repository"), { recursive: true });
    rmSync(installation.layout.programMemory);
    expect(await find(service)).toEqual(result);
  });

  test("is passed over when it is too old, and when there is none of the name", async () => {
    publishPackage("2.15.0");
    expect(await find(thing({ package: { name: "thing", program: "usr/bin/thing" } }))).toMatchObject({
      reasons: expect.arrayContaining([expect.stringMatching(/^the package thing_2\.15\.0.* older than 2\.42\.0$/)]),
    });
    expect(await find(thing({ package: { name: "nothing", program: "usr/bin/thing" } }))).toMatchObject({
      reasons: expect.arrayContaining(["apt-get cannot have nothing: Unable to locate package nothing"]),
    });
    expect(readdirSync(installation.layout.programs)).toEqual([]);
  });
});
