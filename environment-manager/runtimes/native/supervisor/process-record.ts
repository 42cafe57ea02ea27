import type { NativeLayout } from "../layout.ts";
import { type ProcessIdentity, supervisorName } from "../process-table.ts";
import { type RecordedProcess, writeProcesses } from "../state-files.ts";
import type { SupervisedService } from "./supervised-service.ts";

/** Returns what writes down the supervisor's process and those of its services, whenever they have changed. */
export function processRecord(
  layout: NativeLayout,
  self: ProcessIdentity,
): (services: Iterable<SupervisedService>) => void {
  let written = "";
  return (services) => {
    const processes: RecordedProcess[] = [{ ...self, service: supervisorName }];
    for (const service of services) {
      const identity = service.process();
      if (identity) processes.push({ ...identity, service: service.definition().name });
    }
    const text = JSON.stringify(processes);
    if (text === written) return;
    try {
      writeProcesses(layout, processes);
      written = text;
    } catch (error) {
      // A full disk: the marks in the processes' environment still tell them.
      console.error(`${layout.processes} could not be written: ${error}`);
    }
  };
}
