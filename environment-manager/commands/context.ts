import { existsSync, realpathSync } from "node:fs";
import { type ExitCode, UserError } from "../errors.ts";
import type { Operation } from "../progress.ts";
import { findProject } from "../settings/find-project.ts";
import { type LoadedSettings, loadSettings } from "../settings/load.ts";
import { redact, secretValues } from "../settings/mask.ts";
import { type Project, projectPaths } from "../settings/project.ts";
import type { SettingName } from "../settings/table.ts";
import { type Look, lookFor } from "../terminal/look.ts";
import { progressOutputFor, renderOperation } from "../terminal/progress/render-operation.ts";

export interface CommandModule {
  readonly run: (context: CommandContext) => Promise<ExitCode>;
}

/** What the parser found, before anything is looked at. */
export interface Invocation {
  readonly args: readonly string[];
  /** Flags that are no settings, by commander's camel-case names. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Settings given as flags. */
  readonly flags: Partial<Record<SettingName, string>>;
  readonly signal: AbortSignal;
  /** Root of the program's own files. */
  readonly programRoot: string;
}

export interface LoadedProject extends LoadedSettings {
  readonly project: Project;
}

/** What a command works with: its invocation, its project, and the ways to show something. */
export interface CommandContext extends Invocation {
  /** How standard output may look. */
  readonly look: Look & { readonly width: number | undefined };
  /** Finds the project and loads its settings; `more` are settings that flags gave in another form. */
  loadProject(more?: MoreFlags): Promise<LoadedProject>;
  /** Runs an operation and shows its progress on standard error. */
  perform<Result>(operation: Operation<Result>): Promise<Result>;
  /** Prints the result: the document with --json, else the text. */
  print(document: object, text: string): void;
  /** Keeps every secret seen so far out of a text. */
  redact(text: string): string;
}

export interface MoreFlags {
  readonly flags: Partial<Record<SettingName, string>>;
  readonly spellings: Partial<Record<SettingName, string>>;
}

export function commandContext(invocation: Invocation): CommandContext {
  const { options, programRoot } = invocation;
  const json = options["json"] === true;
  const quiet = options["quiet"] === true;
  const noColour = options["color"] === false;
  let secrets: readonly string[] = [];
  const mask = (text: string) => redact(text, secrets);
  return {
    ...invocation,
    look: { ...lookFor(process.stdout, process.env, noColour), width: process.stdout.columns },
    redact: mask,

    loadProject: async (more) => {
      const directory = findProject({
        named: options["projectDir"] as string | undefined,
        environment: process.env,
        cwd: process.cwd(),
        programRoot,
      });
      // Compose marks containers with the path; a symbolic link to the same directory must not make it another one.
      const paths = projectPaths(existsSync(directory) ? realpathSync(directory) : directory);
      const loaded = await loadSettings({
        flags: { ...invocation.flags, ...more?.flags },
        ...(more ? { flagSpellings: more.spellings } : {}),
        environment: process.env,
        paths,
      });
      secrets = secretValues(loaded.settings);
      return { ...loaded, project: { paths, settings: loaded.settings, extra: loaded.extra, programRoot } };
    },

    perform: (operation) =>
      renderOperation(operation, {
        ...lookFor(process.stderr, process.env, noColour),
        output: progressOutputFor(process.stderr, process.env, { json, quiet }),
        stderr: process.stderr,
        redact: mask,
      }),

    print: (document, text) => {
      const shown = json ? JSON.stringify(document, null, 2) : text;
      if (shown !== "" && (json || !quiet)) process.stdout.write(`${mask(shown)}\n`);
    },
  };
}

/** The first argument, which the parser has made sure is there. */
export function requiredArgument({ args }: Invocation): string {
  const [first] = args;
  if (first === undefined) throw new UserError({ what: "An argument is missing", remedy: "See --help" });
  return first;
}
