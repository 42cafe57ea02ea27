import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./ports.ts";
import { type Run, type RunOptions, type StartedRun, startProgram } from "./program.ts";

/** An installation in a temporary directory, driven through the launcher as a user would. */
export interface TestInstallation {
  readonly directory: string;
  /** PROJECT_NAME, its own. */
  readonly name: string;
  readonly ports: { readonly grafana: number; readonly prometheus: number; readonly exporter: number };
  /** What `makeInstallation` wrote to its `.env`, or would have. */
  readonly settings: Readonly<Record<string, string>>;
  /** Runs `env-manager ARGS`; never throws for an exit code. */
  run(...args: string[]): Promise<Run>;
  /** The same where it must end well: throws with what it printed otherwise. */
  succeeds(...args: string[]): Promise<Run>;
  /** Starts `env-manager ARGS`, to be interrupted, fed or watched; `env` goes over the installation's own. */
  start(args: readonly string[], options?: Partial<RunOptions>): StartedRun;
  /** Prometheus' answer to an instant query, through the port that people use. */
  query(expression: string): Promise<readonly { metric: Record<string, string>; value: number }[]>;
  targets(): Promise<readonly { job: string; health: string; lastError: string }[]>;
  /** Ends what runs and removes the directory. */
  cleanUp(): Promise<void>;
}

export interface InstallationForm {
  /** False leaves the directory empty: the settings are then for the test to give. */
  readonly saved?: boolean;
}

/**
 * @param env Variables that every run gets, over those of the tests.
 * @param settings Written to `.env`, over free ports and a name of its own.
 */
export async function makeInstallation(
  env: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
  { saved = true }: InstallationForm = {},
): Promise<TestInstallation> {
  const directory = mkdtempSync(join(tmpdir(), "env-manager-e2e-"));
  const { alertmanager, ...ports } = await freePorts("grafana", "prometheus", "exporter", "alertmanager");
  const name = `e2e-${directory.slice(-6).toLowerCase()}`;
  const all: Record<string, string> = {
    MONITOR_PORT: String(ports.grafana),
    PROMETHEUS_PORT: String(ports.prometheus),
    EXPORTER_PORT: String(ports.exporter),
    ALERTMANAGER_PORT: String(alertmanager),
    PROJECT_NAME: name,
    NETWORK_NAME: `${name}-net`,
    SCRAPE_INTERVAL: "2s",
    PROMETHEUS_RETENTION_SIZE: "1GB",
    ...settings,
  };
  if (saved) writeFileSync(join(directory, ".env"), envText(all), { mode: 0o600 });
  const start = (args: readonly string[], options: Partial<RunOptions> = {}) =>
    startProgram(["--project-dir", directory, ...args], { ...options, env: { ...env, ...options.env } });
  const run = async (...args: string[]) => start(args);
  const succeeds = async (...args: string[]) => {
    const result = await run(...args);
    if (result.exitCode === 0) return result;
    const { exitCode, stdout, stderr } = result;
    throw new Error(`env-manager ${args.join(" ")} ended with ${exitCode}:\n${stdout}\n${stderr}`);
  };
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${ports.prometheus}${path}`);
    return ((await response.json()) as { data: T }).data;
  };
  return {
    directory,
    name,
    ports,
    settings: all,
    run,
    succeeds,
    start,
    query: async (expression) => {
      const { result } = await ask<{ result: { metric: Record<string, string>; value: [number, string] }[] }>(
        `/api/v1/query?query=${encodeURIComponent(expression)}`,
      );
      return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    targets: async () => {
      const { activeTargets } = await ask<{
        activeTargets: { labels: Record<string, string>; health: string; lastError: string }[];
      }>("/api/v1/targets?state=active");
      return activeTargets.map(({ labels, health, lastError }) => ({ job: labels["job"] ?? "", health, lastError }));
    },
    cleanUp: async () => {
      await run("disable");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const envText = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");

/** Waits until a condition holds, looking ten times a second. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const ends = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > ends) throw new Error(`not in ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
