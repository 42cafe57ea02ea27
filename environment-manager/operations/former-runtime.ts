import { ExternalError, exitCode } from "../errors.ts";
import type { Operation } from "../progress.ts";
import type { Finding, Runtime } from "../runtimes/runtime.ts";
import type { Project } from "../settings/project.ts";
import { enabledRuntime, openRuntime } from "./select-runtime.ts";

/** The other runtime, where the installation was last enabled with that; undefined as well where it does not answer. */
export async function* formerRuntime(project: Project, runtime: Runtime): Operation<Runtime | undefined> {
  const former = enabledRuntime(project.paths);
  if (former === undefined || former === runtime.name) return undefined;
  try {
    return await openRuntime(project, former);
  } catch (error) {
    // People who leave Docker because it does not work any more must get away from it.
    if (!(error instanceof ExternalError) || error.exitCode !== exitCode.unavailable) throw error;
    yield {
      kind: "warning",
      problem: {
        what: `Containers of before may be left: ${error.lastLines.join(" ") || error.message}`,
        where: former,
        remedy: `When the engine is back, remove them with: docker compose -p ${project.settings.PROJECT_NAME} down`,
      },
    };
    return undefined;
  }
}

/**
 * What a runtime's preflight finds, if the services of the former runtime are going to be stopped first: a port that they
 * hold counts as free.
 */
export async function preflightAfter(
  former: Runtime | undefined,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const [findings, before] = await Promise.all([runtime.preflight(signal), former?.preflight(signal) ?? []]);
  const freed = new Set(before.flatMap(({ level, port }) => (level === "ok" && port !== undefined ? [port] : [])));
  return findings.map((finding) =>
    finding.level === "error" && finding.port !== undefined && freed.has(finding.port)
      ? { id: finding.id, level: "ok", what: `Port ${finding.port}, once it is free`, port: finding.port }
      : finding,
  );
}
