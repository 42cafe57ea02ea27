import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import type { Workspace } from "./workspace.ts";

/** A Grafana, stand-in or real, run from a home folder. */
export interface RunningGrafana {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Everything it has written so far. */
  readonly output: () => string;
  /** Sends SIGTERM; resolves to the exit code and how long the end took, in milliseconds. */
  readonly stop: () => Promise<{ code: number | null; milliseconds: number }>;
}

export interface StartRequest {
  readonly home: string;
  readonly workspace: Workspace;
  readonly environment?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
  readonly port?: number;
}

/** A real one takes four to eight seconds on a quiet machine. */
const LONGEST_START_MS = 90_000;

export const ADMIN_PASSWORD = "replay-secret-1";

/** Starts `bin/grafana server` and waits until its health answers. @throws Error with its output when it ends before. */
export async function startGrafana(request: StartRequest): Promise<RunningGrafana> {
  const grafana = await launchGrafana(request);
  const ended = new Promise<"ended">((resolve) => grafana.child.once("exit", () => resolve("ended")));
  const deadline = performance.now() + LONGEST_START_MS;
  while (performance.now() < deadline) {
    const state = await Promise.race([ended, isHealthy(grafana.url)]);
    if (state === true) return grafana;
    if (state === "ended") throw new Error(`Grafana ended before it was healthy:\n${grafana.output()}`);
  }
  grafana.child.kill("SIGKILL");
  throw new Error(`Grafana was not healthy after ${LONGEST_START_MS} ms:\n${grafana.output()}`);
}

/** Starts it and waits for its end. */
export async function runGrafana(request: StartRequest): Promise<{ code: number | null; output: string }> {
  const { child, output } = await launchGrafana(request);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output: output() };
}

async function launchGrafana({
  home,
  workspace,
  environment,
  arguments: more = [],
  port,
}: StartRequest): Promise<RunningGrafana> {
  const chosen = port ?? (await freePort());
  const child = spawn(join(home, "bin/grafana"), ["server", "--homepath", home, ...more], {
    env: { ...environmentFor(workspace, chosen), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  const collect = (chunk: Buffer): void => {
    written += chunk.toString("utf8");
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return {
    url: `http://127.0.0.1:${chosen}`,
    port: chosen,
    child,
    output: () => written,
    stop: async () => {
      const started = performance.now();
      if (child.exitCode !== null) return { code: child.exitCode, milliseconds: 0 };
      const code = new Promise<number | null>((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      return { code: await code, milliseconds: performance.now() - started };
    },
  };
}

/** The environment tests run a Grafana in: nothing of theirs, loopback only, no calls to the outside. */
export function environmentFor(workspace: Workspace, port: number): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOME: workspace.root,
    GF_PATHS_DATA: workspace.data,
    GF_PATHS_LOGS: join(workspace.data, "log"),
    GF_PATHS_PLUGINS: join(workspace.data, "plugins"),
    GF_PATHS_PROVISIONING: workspace.provisioning,
    GF_SERVER_HTTP_ADDR: "127.0.0.1",
    GF_SERVER_HTTP_PORT: String(port),
    GF_SECURITY_ADMIN_PASSWORD: ADMIN_PASSWORD,
    GF_LOG_MODE: "console",
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
    GF_PLUGINS_PREINSTALL_DISABLED: "true",
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: "true",
    GF_NEWS_NEWS_FEED_ENABLED: "false",
    // Only the stand-in knows this one.
    GRAFANA_STAND_IN_QUIET_MS: "100",
  };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    // Not listening yet: ask again after a moment.
    await new Promise((resolve) => setTimeout(resolve, 25));
    return false;
  }
}
