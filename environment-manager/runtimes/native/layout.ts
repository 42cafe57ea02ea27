import { realpathSync } from "node:fs";
import { join } from "node:path";
import { projectPaths } from "../../settings/project.ts";

/** Every path of the native runtime below `.env-manager/native`, each named once. */
export function nativeLayout(projectDirectory: string) {
  const folder = projectPaths(projectDirectory).native;
  const logs = join(folder, "logs");
  const programs = join(folder, "programs");
  return {
    folder,
    /** Unpacked archives and packages. */
    programs,
    /** What was found, so that the next run need not look again. */
    programMemory: join(folder, "programs.json"),
    logs,
    log: (service: string) => join(logs, `${service}.log`),
    supervisorLog: join(logs, "supervisor.log"),
    data: (service: string) => join(folder, "data", service),
    /** The definitions last applied and which of them are to run; what a supervisor starts from. */
    services: join(folder, "services.json"),
    /** The processes that the supervisor has started, for whoever comes after its death. */
    processes: join(folder, "processes.json"),
    /** Random; from it comes the name by which a second supervisor sees that it is one too many. */
    token: join(folder, "token"),
    socketName: "supervisor.sock",
  } as const;
}

export type NativeLayout = ReturnType<typeof nativeLayout>;

/** What all processes of an installation are marked with: its directory without symbolic links. */
export function instanceOf(projectDirectory: string): string {
  try {
    return realpathSync(projectDirectory);
  } catch {
    // Not there yet: then no process of it can be either.
    return projectDirectory;
  }
}
