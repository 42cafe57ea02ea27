import type { NativeService } from "../../stack/native-service.ts";
import type { ServiceStatus } from "../runtime.ts";
import type { WantedService } from "./definition.ts";
import { livesOn } from "./end-processes.ts";
import { findProgram, knownFailure } from "./find-program.ts";
import type { NativeInstallation } from "./installation.ts";
import type { NativeLayout } from "./layout.ts";
import { readWantedServices } from "./state-files.ts";
import type { ServiceReport } from "./supervisor/protocol.ts";
import { askSupervisor } from "./supervisor-client.ts";
import { endSurvivors, findSupervisor } from "./survivors.ts";

/** Every service as it is now. Ends, where its supervisor is dead, what has survived it. */
export async function nativeStatus(installation: NativeInstallation): Promise<readonly ServiceStatus[]> {
  const { layout, services } = installation;
  const report = await askSupervisor(layout, "status", {}).catch(() => undefined);
  const reports = new Map(report?.services.map((service) => [service.name, service]));
  const wanted = new Map(readWantedServices(layout).map((service) => [service.definition.name, service]));
  const silent = report ? undefined : await whySilent(installation);
  return Promise.all(
    services.map(async (service) => {
      const url = service.url === undefined ? {} : { url: service.url };
      const seen = reports.get(service.name);
      const state = seen ? fromReport(seen) : await fromFiles(service, wanted.get(service.name), layout, silent);
      return { service: service.name, ...url, ...state };
    }),
  );
}

type Rest = Omit<ServiceStatus, "service" | "url">;

const fromReport = ({ state, detail, startedAt, restarts }: ServiceReport): Rest => ({
  state,
  ...(detail !== undefined && { detail }),
  ...(startedAt !== undefined && { startedAt: new Date(startedAt) }),
  restarts,
});

/** What is left where the supervisor does not tell: it does not run, or never had this service. */
async function fromFiles(
  service: NativeService,
  wanted: WantedService | undefined,
  layout: NativeLayout,
  silent: Rest | undefined,
): Promise<Rest> {
  if (wanted?.wanted && silent) return silent;
  if (wanted) return { state: "stopped" };
  const failed = knownFailure(service, layout);
  if (failed?.kind !== "unavailable" || (await isInstalledNow(service, layout))) return { state: "absent" };
  return { state: "unavailable", detail: failed.reasons.join("; "), remedy: failed.remedy };
}

/** Somebody may have added the program since: then it is only a matter of enabling again. */
async function isInstalledNow(service: NativeService, layout: NativeLayout): Promise<boolean> {
  const search = findProgram(service, layout, { mode: "installed" }, new AbortController().signal);
  try {
    for (;;) {
      const { done, value } = await search.next();
      if (done) return value.kind === "found";
    }
  } catch {
    return false;
  }
}

/** Why no supervisor answers: it hangs, and its services may well run; or it is dead, and so are they by now. */
async function whySilent({ layout, instance }: NativeInstallation): Promise<Rest> {
  const remedy = "env-manager enable";
  const supervisor = findSupervisor(layout, instance);
  // One that was killed a moment ago may still be on its way out.
  const hangs = supervisor && (await livesOn(supervisor, 500));
  if (hangs) return { state: "unhealthy", detail: "its supervisor does not answer", remedy };
  await endSurvivors(layout, instance);
  return { state: "stopped", detail: "its supervisor does not run", remedy };
}
