import { UserError } from "../../errors.ts";
import { flagOf } from "../../settings/table.ts";
import type { NativeService } from "../../stack/native-service.ts";
import { diskFinding, memoryFinding } from "../machine.ts";
import { findPortHolder, portHolderText, tryListen } from "../ports.ts";
import type { Finding } from "../runtime.ts";
import { findProgram, type ProgramResult } from "./find-program.ts";
import type { NativeInstallation } from "./installation.ts";
import type { NativeLayout } from "./layout.ts";
import { processesOf } from "./survivors.ts";

/** Everything that starting natively needs, looked at in parallel; nothing is changed. */
export async function nativePreflight(
  installation: NativeInstallation,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { services, layout } = installation;
  const programs = await Promise.all(services.map((service) => checkProgram(service, layout, signal)));
  // A service that is not going to be started needs no port.
  const starting = services.filter((_, index) => programs[index]?.level !== "warning");
  const ports = await Promise.all(starting.map((service) => checkPort(service, installation)));
  const disk = diskFinding(layout.folder, "programs and data", { warnBelow: 3, refuseBelow: 0.5 });
  return [...programs, ...ports, disk, memoryFinding(0.75)];
}

async function checkProgram(service: NativeService, layout: NativeLayout, signal: AbortSignal): Promise<Finding> {
  const { name, title, required } = service;
  const id = `program-${name}`;
  let result: ProgramResult;
  try {
    result = await lookFor(service, layout, signal);
  } catch (error) {
    const problem = error instanceof UserError ? error.problems[0] : undefined;
    if (!problem) throw error;
    return { id, level: "error", ...problem };
  }
  if (result.kind === "found") {
    return { id, level: "ok", what: `${title} ${result.program.version}`, where: result.program.path };
  }
  if (result.kind === "possible") return { id, level: "ok", what: `${title} is to be fetched: ${result.how}` };
  return {
    id,
    level: required ? "error" : "warning",
    what: `${title} cannot be had: ${result.reasons.join("; ")}`,
    where: name,
    remedy: result.remedy,
  };
}

async function lookFor(service: NativeService, layout: NativeLayout, signal: AbortSignal): Promise<ProgramResult> {
  const search = findProgram(service, layout, { mode: "look" }, signal);
  for (;;) {
    const { done, value } = await search.next();
    if (done) return value;
  }
}

async function checkPort({ name, title, listens }: NativeService, installation: NativeInstallation): Promise<Finding> {
  const { address, port, setting } = listens;
  const id = `port-${name}`;
  const where = `${address}:${port}`;
  const ok: Finding = { id, level: "ok", what: `Port ${port} for ${title}`, where, port };
  const state = await tryListen(port, address);
  if (state === "free") return ok;
  const another = `choose another one: --${flagOf(setting)} PORT`;
  if (state === "denied") {
    return {
      id,
      level: "error",
      what: `This user may not listen on port ${port}`,
      where,
      remedy: `Run as root, or ${another}`,
    };
  }
  if (state === "not here") {
    return {
      id,
      level: "error",
      what: `${address} is not an address of this machine`,
      where,
      remedy: "Set --monitor-bind to one that is",
    };
  }
  const holder = await findPortHolder(port, address);
  const ours = processesOf(installation.layout, installation.instance);
  if (!holder || ours.some(({ pid }) => pid === holder.pid)) return ok;
  return {
    id,
    level: "error",
    port,
    what: `Port ${port}, which ${title} is to listen on, is taken by ${await portHolderText(port, address)}`,
    where,
    remedy: `Stop that program, or ${another}`,
  };
}
