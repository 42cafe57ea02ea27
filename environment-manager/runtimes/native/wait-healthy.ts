import { ExternalError } from "../../errors.ts";
import type { Operation, ServiceState } from "../../progress.ts";
import type { NativeInstallation } from "./installation.ts";
import type { ServiceReport, SupervisorReport } from "./supervisor/protocol.ts";
import type { SupervisorClient } from "./supervisor-client.ts";
import { lastLogLines } from "./tail.ts";

const undecided: ReadonlySet<ServiceState> = new Set(["starting", "restarting"]);

/**
 * Waits until each of the services is healthy or has failed, and says every change.
 * @throws ExternalError for the first one that is not healthy in the end, with its last lines.
 */
export async function* waitHealthy(
  installation: NativeInstallation,
  supervisor: SupervisorClient,
  first: SupervisorReport,
  names: ReadonlySet<string>,
): Operation<readonly ServiceReport[]> {
  const latest = new Map<string, ServiceReport>();
  const said = new Map<string, string>();
  const decided = () => [...latest.values()].every(({ state }) => !undecided.has(state));
  for (const report of first.services) if (names.has(report.name)) latest.set(report.name, report);
  for (const report of latest.values()) yield* say(report, said);
  if (!decided()) {
    for await (const report of supervisor.events()) {
      if (!names.has(report.name)) continue;
      latest.set(report.name, report);
      yield* say(report, said);
      if (decided()) break;
    }
  }
  for (const report of latest.values()) if (report.state !== "healthy") throw failure(installation, report);
  return [...latest.values()];
}

function* say({ name, state, detail }: ServiceReport, said: Map<string, string>) {
  const text = `${state} ${detail}`;
  if (said.get(name) === text) return;
  said.set(name, text);
  yield { kind: "service", service: name, state, ...(detail !== undefined && { detail }) } as const;
}

function failure({ layout, services }: NativeInstallation, { name, state, detail }: ServiceReport): ExternalError {
  const title = services.find((service) => service.name === name)?.title ?? name;
  const what: Partial<Record<ServiceState, string>> = {
    failed: `${title} ends again and again`,
    unhealthy: `${title} does not become ready`,
    stopped: `${title} was stopped while it was being started`,
  };
  const lost = `the supervisor ended while ${title} was being started`;
  return new ExternalError(`${what[state] ?? lost}${detail ? `: ${detail}` : ""}`, {
    program: title,
    lastLines: lastLogLines(layout.log(name), 10),
    remedy: `env-manager logs ${name} shows more`,
  });
}
