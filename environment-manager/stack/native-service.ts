import type { SettingName } from "../settings/table.ts";

/**
 * One service of the stack as a process of this machine, without Docker. Data and pure functions only: the native
 * runtime does what it says.
 */
export interface NativeService {
  /** The same word as under Docker: `prometheus`. Names its folders, its log and the argument of `logs` and `restart`. */
  readonly name: string;
  /** As people call it: `Prometheus`. */
  readonly title: string;
  /** Without a required service a run fails; without another one it ends with a warning. */
  readonly required: boolean;
  readonly program: NativeProgram;
  /** What to execute, once the program is found. `data` is the service's own folder, which exists by then. */
  readonly command: (program: FoundProgram, data: string) => NativeCommand;
  /** What it listens on, and the setting that moves it elsewhere. */
  readonly listens: { readonly address: string; readonly port: number; readonly setting: SettingName };
  readonly readiness: {
    /** Answers 2xx once the service can be used; plain HTTP on this machine. */
    readonly url: string;
    /** It counts as unhealthy when it has not answered so long after its start. */
    readonly withinSeconds: number;
  };
  /** Files that it reads and that are known before its start. */
  readonly files: readonly NativeFile[];
  readonly stop: { readonly signal: "SIGTERM" | "SIGINT"; readonly withinSeconds: number };
  /** Where people reach it. */
  readonly url?: string;
}

export interface NativeCommand {
  readonly arguments: readonly string[];
  /** Working folder; the service's data folder where absent. */
  readonly folder?: string;
  /** Added to PATH, HOME and the like. No secrets: they belong into files. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A file, or a folder with all that is in it, that a service reads. */
export interface NativeFile {
  /** Absolute. */
  readonly path: string;
  /** Written by the runtime before the start where given; otherwise somebody else writes the file. */
  readonly content?: string;
  /** What the service needs when the content has changed; `reload` is SIGHUP. */
  readonly onChange: "restart" | "reload" | "nothing";
}

export type NativeProgram = NodeScript | SearchedProgram;

/** A script of ours, run by the Node that runs the manager. */
export interface NodeScript {
  readonly kind: "script";
  readonly path: string;
  /** What to do where it is missing. */
  readonly remedy: string;
}

/** A program of others, looked for in the order of these fields. */
export interface SearchedProgram {
  readonly kind: "searched";
  /** Where the user says it is; `value` is empty where they do not. A value that cannot be used is an error. */
  readonly setting: {
    readonly name: SettingName;
    readonly value: string;
    /** Where the program is below the setting's folder; absent where the setting names the program itself. */
    readonly inside?: string;
  };
  /** Its names on PATH. */
  readonly commands: readonly string[];
  /** Other usual places: absolute patterns in which `*` stands for a part of one name. */
  readonly places: readonly string[];
  /** What must be there with it, relative to the program's folder: a program alone may be of no use. */
  readonly companions: readonly string[];
  readonly versionArguments: readonly string[];
  readonly minimumVersion: string;
  readonly archive: PinnedArchive;
  /** In the distribution: the package, and where the program is in it. */
  readonly package?: { readonly name: string; readonly program: string };
}

/** A release that its makers publish as one archive with a single folder at its top. */
export interface PinnedArchive {
  readonly version: string;
  /** The program, relative to the folder at the archive's top. */
  readonly program: string;
  /** By Node's name of the processor architecture. */
  readonly files: Readonly<Partial<Record<NodeJS.Architecture, { readonly url: string; readonly sha256: string }>>>;
}

export interface FoundProgram {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  readonly version: string;
}
