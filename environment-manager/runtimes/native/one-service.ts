import { readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../errors.ts";
import type { Operation } from "../../progress.ts";
import type { NativeInstallation } from "./installation.ts";
import { readWantedServices, writeWantedServices } from "./state-files.ts";
import { askSupervisor } from "./supervisor-client.ts";
import { endSurvivors } from "./survivors.ts";
import { usingSupervisor } from "./using-supervisor.ts";
import { waitHealthy } from "./wait-healthy.ts";

/** Starts or restarts one service that has been enabled, and waits until it is healthy. */
export async function* startService(
  installation: NativeInstallation,
  service: string,
  method: "start" | "restart",
  signal: AbortSignal,
): Operation<void> {
  requireEnabled(installation, service);
  yield* usingSupervisor(installation, signal, async function* (supervisor) {
    const report = await supervisor.ask(method, { service });
    yield* waitHealthy(installation, supervisor, report, new Set([service]));
  });
}

/** Stops one service; it stays stopped, over a reboot as well, until it is started. */
export async function* stopService(
  installation: NativeInstallation,
  service: string,
  signal: AbortSignal,
): Operation<void> {
  if (isEnabled(installation, service)) await stopOrForget(installation, service, "stop", signal);
  yield { kind: "service", service, state: "stopped" };
}

/** Stops one service and wipes its data and its logs. */
export async function* removeService(
  installation: NativeInstallation,
  service: string,
  signal: AbortSignal,
): Operation<void> {
  await stopOrForget(installation, service, "remove", signal);
  const { layout } = installation;
  wipeFolder(layout.data(service));
  for (const name of namesIn(layout.logs)) {
    if (name === `${service}.log` || name.startsWith(`${service}.log.`)) rmSync(join(layout.logs, name));
  }
  yield { kind: "service", service, state: "absent" };
}

async function stopOrForget(
  { layout, instance }: NativeInstallation,
  service: string,
  method: "stop" | "remove",
  signal: AbortSignal,
): Promise<void> {
  if (await askSupervisor(layout, method, { service }, signal)) return;
  await endSurvivors(layout, instance);
  const services = readWantedServices(layout);
  const others = services.filter(({ definition }) => definition.name !== service);
  const stopped = services
    .filter(({ definition }) => definition.name === service && method === "stop")
    .map(({ definition }) => ({ definition, wanted: false }));
  if (services.length > 0) writeWantedServices(layout, [...others, ...stopped]);
}

const isEnabled = ({ layout }: NativeInstallation, service: string) =>
  readWantedServices(layout).some(({ definition }) => definition.name === service);

function requireEnabled(installation: NativeInstallation, service: string): void {
  if (isEnabled(installation, service)) return;
  throw new UserError({ what: `${service} has not been enabled here`, where: service, remedy: "env-manager enable" });
}

const wipedPrefix = ".wiped-";

/** The folder is gone at once and as a whole; what was interrupted the last time is finished now. */
function wipeFolder(folder: string): void {
  const parent = dirname(folder);
  const finish = () => {
    for (const name of namesIn(parent)) {
      if (name.startsWith(wipedPrefix)) rmSync(join(parent, name), { recursive: true, force: true });
    }
  };
  finish();
  if (namesIn(parent).includes(basename(folder))) renameSync(folder, join(parent, wipedPrefix + basename(folder)));
  finish();
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing has ever run: there is nothing to wipe.
    return [];
  }
}
