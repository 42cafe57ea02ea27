import type { TestProject } from "vitest/node";
import type { ClientEnvironment } from "./client.ts";
import { machineFolders } from "./folders.ts";
import type { GrafanaImage } from "./grafana-image.ts";
import { openSession } from "./session.ts";
import { whyNoEngine, whyNoPackages } from "./support.ts";
import { type NativeTools, nativeTools } from "./tools.ts";

/** The engine, as tests see it: `inject("docker")`. */
export interface DockerForTests {
  /** To run programs with; add it to the environment that is there. */
  readonly env: ClientEnvironment;
  /** Others use it too: a test that stops the engine must be skipped. */
  readonly shared: boolean;
  readonly grafana: GrafanaImage;
}

declare module "vitest" {
  interface ProvidedContext {
    /** Undefined where no engine can be had; the run says why. */
    readonly docker: DockerForTests | undefined;
    /** Undefined where Debian's packages cannot be had; the run says why. */
    readonly native: NativeTools | undefined;
  }
}

/** Brings the machine up before the first test and takes it down after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  delete process.env["DOCKER_BUILDKIT"];
  delete process.env["DOCKER_CONTEXT"];
  const noPackages = whyNoPackages();
  if (noPackages !== undefined) say(`skipped, everything that runs a real Prometheus: ${noPackages}`);
  project.provide("native", noPackages === undefined ? await nativeTools(machineFolders().cache) : undefined);

  const noEngine = whyNoEngine();
  if (noEngine !== undefined) {
    say(`skipped, everything that needs Docker: ${noEngine}`);
    project.provide("docker", undefined);
    return async () => {};
  }
  const session = await openSession("tests", say);
  project.provide("docker", { env: session.env, shared: session.shared, grafana: session.grafana });
  return () => session.end();
}

function say(line: string): void {
  console.log(`test machine: ${line}`);
}
