import { accessSync, chmodSync, constants, statSync } from "node:fs";
import { exitCode, UserError } from "../errors.ts";
import { type EnvFile, readEnvFile } from "./env-file.ts";
import { quotedValue } from "./mask.ts";
import { linkTarget, writePrivateFile } from "./private-file.ts";
import type { ProjectPaths } from "./project.ts";
import { quoteEnvValue } from "./quote.ts";
import { readSettingsText } from "./sources/text-file.ts";
import { flagOf, type SettingName, settingNames } from "./table.ts";

export type SettingChanges = Partial<Record<SettingName, string>>;

const firstLine =
  "# Settings of this installation. Flags write here; .env.example and docs/settings.md describe all of them.\n";

/**
 * Writes settings to `.env`, whole or not at all. Everything else in the file stays as it is: comments, order, other
 * lines, line breaks. Only its owner can read the file afterwards, also where nothing changes. Call it with the project's
 * lock held.
 * @returns the names whose value in `.env` is new
 * @throws UserError where a value cannot be written (64), the file cannot be changed (77) or is broken (78)
 */
export async function saveFlags(
  paths: Pick<ProjectPaths, "env">,
  changes: SettingChanges,
): Promise<readonly SettingName[]> {
  return orUserError(paths.env, () => {
    const path = linkTarget(paths.env);
    const before = readSettingsText(path, ".env");
    const { text, changed } = edited(before ?? firstLine, changes);
    if (before === undefined) {
      if (changed.length > 0) writePrivateFile(path, text);
    } else if (changed.length > 0) {
      accessSync(path, constants.W_OK); // replacing it would work on a read-only file too, against its owner's will
      writePrivateFile(path, text);
    } else makePrivate(path);
    return changed;
  });
}

/** The text of an env file with `changes` made in it. */
export function edited(text: string, changes: SettingChanges): { text: string; changed: SettingName[] } {
  const file = readEnvFile(text);
  refuseFaults(file);
  const lines = [...file.lines];
  const added: string[] = [];
  const changed: SettingName[] = [];
  for (const name of settingNames) {
    const value = changes[name];
    const entry = file.entries.find(({ key }) => key === name);
    if (value === undefined || value === entry?.value) continue;
    changed.push(name);
    const quoted = quotedOrRefused(name, value);
    if (entry === undefined) added.push(`${name}=${quoted}`);
    else {
      const line = lines[entry.line - 1] ?? "";
      const rest = line.slice(entry.span[1]);
      lines[entry.line - 1] = line.slice(0, entry.span[0]) + quoted + (rest.startsWith("#") ? ` ${rest}` : rest);
    }
  }
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const kept = lines.join("");
  const gap = added.length > 0 && kept !== "" && !kept.endsWith("\n") ? lineBreak : "";
  return { text: kept + gap + added.map((line) => line + lineBreak).join(""), changed };
}

function quotedOrRefused(name: SettingName, value: string): string {
  const quoted = quoteEnvValue(value);
  if (quoted !== undefined) return quoted;
  throw new UserError(
    {
      what: `${name} is ${quotedValue(name, value)}, which cannot be written to .env so that every program reads the same`,
      where: `--${flagOf(name)}`,
      remedy: "Leave out line breaks and single quotes",
    },
    exitCode.usage,
  );
}

function refuseFaults({ faults }: EnvFile): void {
  if (faults.length === 0) return;
  throw new UserError(
    faults.map(({ line, what, remedy }) => ({ what, where: `.env:${line}`, remedy })),
    exitCode.configuration,
  );
}

/** A file that somebody else keeps for us stays as it is: nothing needs to be written to it. */
function makePrivate(path: string): void {
  const { mode, uid } = statSync(path);
  const isOurs = process.getuid?.() === 0 || process.getuid?.() === uid;
  if ((mode & 0o777) !== 0o600 && isOurs) chmodSync(path, 0o600);
}

function orUserError<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const code = error instanceof UserError ? undefined : (error as NodeJS.ErrnoException).code;
    const problem = code === undefined ? undefined : problems[code];
    if (problem === undefined) throw error;
    throw new UserError(
      { ...problem, where: path },
      problem === denied ? exitCode.noPermission : exitCode.configuration,
    );
  }
}

const denied = {
  what: ".env cannot be written: permission denied",
  remedy:
    "Run as the owner of the project folder, make the file and its folder writable, or name another with --project-dir",
};
const dangling = { what: ".env cannot be written: the folder it points to is not there", remedy: "Correct the link" };

const problems: Readonly<Record<string, { what: string; remedy: string }>> = {
  EACCES: denied,
  EPERM: denied,
  EROFS: denied,
  ENOENT: dangling,
  ENOTDIR: dangling,
  ELOOP: { what: ".env cannot be written: its symbolic links lead in a circle", remedy: "Correct the link" },
  ENOSPC: { what: ".env cannot be written: the disk is full", remedy: "Make room and run it again" },
};
