import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type Dockerode from "dockerode";
import { ExternalError, exitCode, UserError } from "../../errors.ts";

/** An engine that answered. */
export interface Engine {
  readonly api: Dockerode;
  /** As in DOCKER_HOST: `unix:///var/run/docker.sock`. */
  readonly host: string;
  /** Its socket's path on this machine, for the socket proxy. */
  readonly socket: string;
  readonly version: string;
  /** `1.45` */
  readonly apiVersion: string;
  /** Runtimes that it knows: `runc`, `nvidia`. */
  readonly runtimes: readonly string[];
  readonly rootless: boolean;
}

/** A place where an engine may be, and why it was passed over. */
export interface PassedOver {
  readonly where: string;
  readonly why: string;
}

const answerMilliseconds = 5000;
const noPermission = "no permission; add yourself to the group docker, or run with sudo";

/**
 * The first engine that answers, in the docker client's own order: DOCKER_HOST, the current context, the usual sockets.
 * DOCKER_HOST or a chosen context that does not answer is an answer too: another engine is never taken instead.
 * @throws UserError where DOCKER_HOST names an engine on another machine, whose files this program could not see.
 */
export async function findEngine(
  environment: NodeJS.ProcessEnv,
): Promise<{ engine: Engine } | { passedOver: readonly PassedOver[] }> {
  const passedOver: PassedOver[] = [];
  for (const { where, host } of candidates(environment)) {
    const answer = await ask(host, environment);
    if ("engine" in answer) return answer;
    passedOver.push({ where: `${where} (${host})`, why: answer.why });
  }
  return { passedOver };
}

/** The engine, or an error that says where it was looked for: ExternalError, or UserError (77) without permission. */
export async function requireEngine(environment: NodeJS.ProcessEnv): Promise<Engine> {
  const found = await findEngine(environment);
  if ("engine" in found) return found.engine;
  const forbidden = found.passedOver.find(({ why }) => why === noPermission);
  if (forbidden) {
    throw new UserError(
      {
        what: "You have no permission to use the Docker engine",
        where: forbidden.where,
        remedy: "Add yourself to the group docker and log in again, run with sudo, or use --runtime native",
      },
      exitCode.noPermission,
    );
  }
  throw new ExternalError("No Docker engine answers", {
    program: "Docker engine",
    lastLines: found.passedOver.map(({ where, why }) => `${where}: ${why}`),
    remedy: "Start the engine (systemctl start docker), or run the services without it: --runtime native",
    exitCode: exitCode.unavailable,
  });
}

function candidates(environment: NodeJS.ProcessEnv): readonly { where: string; host: string }[] {
  const named = environment["DOCKER_HOST"];
  if (named) return [{ where: "DOCKER_HOST", host: named }];
  const context = currentContext(environment);
  if (context) return [context];
  const runtimeDirectory = environment["XDG_RUNTIME_DIR"];
  return [
    { where: "the system's engine", host: "unix:///var/run/docker.sock" },
    ...(runtimeDirectory ? [{ where: "a rootless engine", host: `unix://${runtimeDirectory}/docker.sock` }] : []),
  ];
}

/** The context that `docker context use` chose; its file is named by the SHA-256 of the context's name. */
function currentContext(environment: NodeJS.ProcessEnv): { where: string; host: string } | undefined {
  const folder = environment["DOCKER_CONFIG"] ?? join(environment["HOME"] ?? homedir(), ".docker");
  const name = environment["DOCKER_CONTEXT"] ?? readJson(join(folder, "config.json"))?.["currentContext"];
  if (typeof name !== "string" || name === "" || name === "default") return undefined;
  const id = createHash("sha256").update(name).digest("hex");
  const meta = readJson(join(folder, "contexts", "meta", id, "meta.json")) as
    | { Endpoints?: { docker?: { Host?: string } } }
    | undefined;
  const host = meta?.Endpoints?.docker?.Host;
  return host ? { where: `context ${name}`, host } : undefined;
}

function readJson(path: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Absent or damaged: the docker client goes on without it as well.
    return undefined;
  }
}

async function ask(host: string, environment: NodeJS.ProcessEnv): Promise<{ engine: Engine } | { why: string }> {
  const url = parseHost(host);
  if (url.protocol === "unix:" && !existsSync(url.path)) return { why: "there is no such socket" };
  const { default: Docker } = await import("dockerode");
  const client = (timeout?: number) =>
    new Docker({
      ...(url.protocol === "unix:" ? { socketPath: url.path } : { host: url.host, port: url.port, protocol: "http" }),
      ...(timeout ? { timeout } : {}),
    });
  try {
    const asking = client(answerMilliseconds);
    const [version, info] = await Promise.all([asking.version(), asking.info()]);
    return {
      engine: {
        api: client(),
        host,
        socket: url.protocol === "unix:" ? url.path : (environment["DOCKER_SOCKET"] ?? "/var/run/docker.sock"),
        version: version.Version,
        apiVersion: version.ApiVersion,
        runtimes: Object.keys(info.Runtimes ?? {}),
        rootless: ((info.SecurityOptions ?? []) as string[]).some((option) => option.includes("name=rootless")),
      },
    };
  } catch (error) {
    return { why: reason(error) };
  }
}

type HostUrl = { protocol: "unix:"; path: string } | { protocol: "tcp:"; host: string; port: number };

function parseHost(host: string): HostUrl {
  if (host.startsWith("unix://")) return { protocol: "unix:", path: host.slice("unix://".length) };
  const url = URL.canParse(host) ? new URL(host.replace(/^tcp:/, "http:")) : undefined;
  const loopback = url && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url && loopback && host.startsWith("tcp:")) {
    return { protocol: "tcp:", host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 2375) };
  }
  throw new UserError(
    {
      what: `The Docker engine ${host} is not one of this machine`,
      where: "DOCKER_HOST or the docker context",
      remedy: "Run env-manager on the machine that has the engine, with DOCKER_HOST unset or unix://PATH",
    },
    exitCode.configuration,
  );
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EACCES") return noPermission;
  if (code === "ECONNREFUSED") return "nothing listens there";
  // What the client says when it has waited long enough.
  if (code === "ECONNRESET") return `no answer in ${answerMilliseconds / 1000} s`;
  return error instanceof Error ? error.message : String(error);
}
