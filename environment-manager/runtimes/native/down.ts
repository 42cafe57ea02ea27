import { ExternalError } from "../../errors.ts";
import type { Operation } from "../../progress.ts";
import type { NativeInstallation } from "./installation.ts";
import { throwIfInterrupted } from "./interruption.ts";
import { endSupervisor } from "./launch-supervisor.ts";
import { readWantedServices, writeWantedServices } from "./state-files.ts";
import { askSupervisor } from "./supervisor-client.ts";

/** Ends every process of the installation, whoever of them is left, and sees to it that none comes back at boot. */
export async function* down(installation: NativeInstallation, signal: AbortSignal): Operation<void> {
  const { layout, project } = installation;
  const title = "Stopping services";
  yield { kind: "step", title, state: "started" };
  const report = await askSupervisor(layout, "shutdown", { disable: true }, signal).catch((error) => {
    throwIfInterrupted(signal);
    // It died over it: then there is only its rest to clear away.
    if (!(error instanceof ExternalError)) throw error;
  });
  for (const { name, state } of report?.services ?? []) yield { kind: "service", service: name, state };
  await endSupervisor(project.paths.directory);
  const services = readWantedServices(layout);
  if (services.some(({ wanted }) => wanted)) {
    writeWantedServices(
      layout,
      services.map(({ definition }) => ({ definition, wanted: false })),
    );
  }
  yield { kind: "step", title, state: "done" };
}
