import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { endProcesses } from "../end-processes.ts";
import { instanceOf, nativeLayout } from "../layout.ts";
import { identityOf } from "../process-table.ts";
import { readWantedServices, writeWantedServices } from "../state-files.ts";
import { processesOf, survivorGraceMs } from "../survivors.ts";
import { listenForManager, supervisorAnswers } from "./control-socket.ts";
import { startKeeper } from "./keeper.ts";
import { serviceMaker } from "./make-service.ts";
import { processRecord } from "./process-record.ts";
import type { SupervisorRequest } from "./protocol.ts";
import { claimSingle } from "./single.ts";
import { createSupervisor } from "./supervisor.ts";

/** EX_TEMPFAIL of sysexits.h: another supervisor has this installation. */
const alreadyRunning = 75;
/** A supervisor without services waits so long for orders. */
const idleMs = 60_000;

/**
 * The supervisor of one installation's native services: `supervisor.cjs DIRECTORY`. Runs in the foreground until it is
 * told to shut down over its socket or by a signal, and stops every service before it ends.
 */
async function main(directory: string): Promise<void> {
  process.umask(0o077);
  const instance = instanceOf(directory);
  const layout = nativeLayout(directory);
  const self = identityOf(process.pid);
  if (!self) throw new Error("/proc does not show this process");

  mkdirSync(layout.logs, { recursive: true, mode: 0o700 });
  const single = await claimSingle(layout.token, instance);
  // The claim does not reach into another network namespace, the socket in the file system does.
  if (!single || (await supervisorAnswers(layout.folder, layout.socketName))) {
    console.error(`Another supervisor of ${directory} is running`);
    process.exit(alreadyRunning);
  }
  const before = processesOf(layout, instance).filter(({ pid }) => pid !== process.pid);
  await endProcesses(() => before, survivorGraceMs);

  const record = processRecord(layout, self);
  const supervisor = createSupervisor({
    makeService: serviceMaker(layout, instance, self),
    build: createHash("sha256")
      .update(readFileSync(process.argv[1] ?? ""))
      .digest("hex"),
    remember: (services) => writeWantedServices(layout, services),
    onChange: (report) => {
      record(supervisor.services());
      control.publish(report);
    },
  });
  const dismissKeeper = startKeeper(self);
  const handle = async (request: SupervisorRequest) => {
    await supervisor.handle(request);
    // After the answer has been written.
    if (request.method === "shutdown") setImmediate(finish);
  };
  const control = await listenForManager(layout.folder, layout.socketName, handle, supervisor.report);
  record([]);
  supervisor.begin(readWantedServices(layout));

  function finish(): void {
    dismissKeeper();
    control.close();
    rmSync(layout.processes, { force: true });
    process.exit(0);
  }
  // Where everything has been stopped, service by service or before the last boot, there is nothing to stay for.
  setInterval(() => {
    if (supervisor.isIdle() && control.connections() === 0) finish();
  }, idleMs);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.once(signal, () => supervisor.handle({ method: "shutdown", parameters: { disable: false } }).then(finish));
  }
}

main(process.argv[2] ?? process.cwd());
