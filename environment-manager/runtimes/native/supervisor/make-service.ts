import type { ServiceDefinition } from "../definition.ts";
import { endProcesses } from "../end-processes.ts";
import { inheritedEnvironment } from "../inherited-environment.ts";
import type { NativeLayout } from "../layout.ts";
import { generationOf, mark, markedProcesses, type ProcessIdentity } from "../process-table.ts";
import { systemClock } from "./clock.ts";
import { deathSignalPrefix } from "./death-signal.ts";
import { openLog } from "./log-file.ts";
import { askOwnReadiness } from "./own-readiness.ts";
import { type SupervisedService, superviseService } from "./supervised-service.ts";

/** Returns what supervises a service for real: real processes, marked as this supervisor's, and logs in files. */
export function serviceMaker(layout: NativeLayout, instance: string, self: ProcessIdentity) {
  const generation = generationOf(self);
  const inherited = inheritedEnvironment(process.env);
  const prefix = deathSignalPrefix();
  const processesOf = (service: string) =>
    markedProcesses(instance).filter((found) => found.service === service && found.generation === generation);

  return (definition: ServiceDefinition, onChange: () => void): SupervisedService =>
    superviseService(definition, {
      clock: systemClock,
      log: openLog(layout.log(definition.name), systemClock.now),
      environment: (service) => ({ ...inherited, ...mark(instance, service, generation) }),
      prefix,
      ask: ({ name, readiness }, leader) => askOwnReadiness(readiness.url, leader, () => processesOf(name)),
      endLeftovers: async ({ name, stop }) => {
        await endProcesses(() => processesOf(name), stop.withinSeconds * 1000);
      },
      onChange,
    });
}
