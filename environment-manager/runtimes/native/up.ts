import { ExternalError } from "../../errors.ts";
import type { Operation } from "../../progress.ts";
import type { NativeService } from "../../stack/native-service.ts";
import type { UpResult } from "../runtime.ts";
import { defineService } from "./define-service.ts";
import type { ServiceDefinition } from "./definition.ts";
import { findProgram } from "./find-program.ts";
import type { NativeInstallation } from "./installation.ts";
import { askSupervisor } from "./supervisor-client.ts";
import { usingSupervisor } from "./using-supervisor.ts";
import { waitHealthy } from "./wait-healthy.ts";

/** Finds the programs, hands the services to the supervisor, and waits until all of them are healthy. */
export async function* up(installation: NativeInstallation, signal: AbortSignal): Operation<UpResult> {
  const { layout, services } = installation;
  const definitions = yield* findPrograms(installation, signal);

  const before = await askSupervisor(layout, "status", {}).catch(() => undefined);
  const pidBefore = new Map(before?.services.map(({ name, pid }) => [name, pid]));

  const title = "Starting services";
  yield { kind: "step", title, state: "started" };
  try {
    const reports = yield* usingSupervisor(installation, signal, async function* (supervisor) {
      // A service whose program cannot be found any more, and that runs, goes on.
      const keep = services.map(({ name }) => name);
      const applied = await supervisor.ask("apply", { definitions, keep });
      return yield* waitHealthy(installation, supervisor, applied, new Set(definitions.map(({ name }) => name)));
    });
    yield { kind: "step", title, state: "done" };
    return {
      started: reports.filter(({ name, pid }) => pid !== pidBefore.get(name)).map(({ name }) => name),
    };
  } catch (error) {
    yield { kind: "step", title, state: "failed" };
    throw error;
  }
}

async function* findPrograms(
  { layout, services }: NativeInstallation,
  signal: AbortSignal,
): Operation<readonly ServiceDefinition[]> {
  const definitions: ServiceDefinition[] = [];
  for (const service of services) {
    const title = `Finding ${service.title}`;
    yield { kind: "step", title, state: "started" };
    const result = yield* findProgram(service, layout, { mode: "get" }, signal);
    if (result.kind === "found") {
      definitions.push(defineService(service, result.program, layout));
      yield { kind: "step", title, state: "done", detail: `${result.program.version}, ${result.program.path}` };
      continue;
    }
    if (result.kind === "possible") throw new Error(`${service.title} was to be fetched and was not`);
    yield { kind: "step", title, state: service.required ? "failed" : "skipped", detail: "cannot be had" };
    const why = result.reasons.join("; ");
    if (service.required) throw unavailable(service, why, result.remedy);
    yield { kind: "service", service: service.name, state: "unavailable", detail: "its program cannot be had" };
    yield {
      kind: "warning",
      problem: { what: `${service.title} is missing: ${why}`, where: service.name, remedy: result.remedy },
    };
  }
  return definitions;
}

const unavailable = ({ title }: NativeService, why: string, remedy: string) =>
  new ExternalError(`${title} cannot be had: ${why}`, { program: title, remedy });
