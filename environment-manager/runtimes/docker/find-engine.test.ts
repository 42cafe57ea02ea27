import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../errors.ts";
import { findEngine } from "./find-engine.ts";

let directory: string;
let server: Server | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "engine-"));
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(directory, { recursive: true });
});

/** Answers as an engine does to the two calls by which it is recognized. */
async function engineStandIn(socket: string): Promise<void> {
  const answers: Record<string, object> = {
    "/version": { Version: "26.1.5", ApiVersion: "1.45" },
    "/info": { Runtimes: { runc: {}, nvidia: {} }, SecurityOptions: ["name=seccomp", "name=rootless"] },
  };
  server = createServer((request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(answers[request.url ?? ""] ?? {}));
  }).listen(socket);
  await once(server, "listening");
}

const environment = (changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ HOME: directory, ...changes });

describe("finding the engine", () => {
  test("asks DOCKER_HOST, and reads version, runtimes and rootless from the answer", async () => {
    const socket = join(directory, "d.sock");
    await engineStandIn(socket);
    const found = await findEngine(environment({ DOCKER_HOST: `unix://${socket}` }));
    expect(found).toMatchObject({
      engine: { socket, version: "26.1.5", apiVersion: "1.45", runtimes: ["runc", "nvidia"], rootless: true },
    });
  });

  test("says why DOCKER_HOST does not answer, and takes no other engine instead", async () => {
    const found = await findEngine(environment({ DOCKER_HOST: `unix://${directory}/none.sock` }));
    expect(found).toEqual({
      passedOver: [{ where: `DOCKER_HOST (unix://${directory}/none.sock)`, why: "there is no such socket" }],
    });
  });

  test("follows the context that docker uses", async () => {
    const socket = join(directory, "context.sock");
    await engineStandIn(socket);
    const id = createHash("sha256").update("mine").digest("hex");
    const meta = join(directory, ".docker", "contexts", "meta", id);
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(directory, ".docker", "config.json"), JSON.stringify({ currentContext: "mine" }));
    writeFileSync(join(meta, "meta.json"), JSON.stringify({ Endpoints: { docker: { Host: `unix://${socket}` } } }));
    expect(await findEngine(environment())).toMatchObject({ engine: { socket } });
  });

  test("finds a rootless engine in the user's runtime folder", async () => {
    await engineStandIn(join(directory, "docker.sock"));
    const found = await findEngine(environment({ XDG_RUNTIME_DIR: directory, DOCKER_CONTEXT: "default" }));
    // A machine may have an engine of its own, which then comes first.
    expect("engine" in found && found.engine.socket).toMatch(/docker\.sock$/);
  });

  test.each(["tcp://10.0.0.7:2375", "ssh://somewhere"])("refuses %s, whose files would not be ours", async (host) => {
    await expect(findEngine(environment({ DOCKER_HOST: host }))).rejects.toThrow(UserError);
  });
});
