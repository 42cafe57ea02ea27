import type { Operation } from "../../progress.ts";
import type { NativeInstallation } from "./installation.ts";
import { endSupervisor } from "./launch-supervisor.ts";
import { readWantedServices, writeWantedServices } from "./state-files.ts";
import { connectSupervisor } from "./supervisor-client.ts";

/** Ends every process of the installation, whoever of them is left, and sees to it that none comes back at boot. */
export async function* down(installation: NativeInstallation): Operation<void> {
  const { layout, project } = installation;
  const title = "Stopping services";
  yield { kind: "step", title, state: "started" };
  const supervisor = await connectSupervisor(layout);
  const report = await supervisor?.ask("shutdown", { disable: true }).catch(() => undefined);
  supervisor?.close();
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
