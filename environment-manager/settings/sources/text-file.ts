import { readFileSync } from "node:fs";
import { exitCode, UserError } from "../../errors.ts";

/**
 * The text of a file of settings; undefined where there is none. `name` is what messages call it.
 * @throws UserError where it may not be read (77), or is no plain file or no UTF-8 (78)
 */
export function readSettingsText(path: string, name: string): string | undefined {
  const content = readIfThere(path, name);
  if (content === undefined) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new UserError(
      { what: `${name} is not a text in UTF-8`, where: path, remedy: "Save it as UTF-8" },
      exitCode.configuration,
    );
  }
}

function readIfThere(path: string, name: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    const denied = code === "EACCES" || code === "EPERM";
    throw new UserError(
      {
        what: `${name} cannot be read${denied ? ": permission denied" : ` (${code})`}`,
        where: path,
        remedy: denied ? "Run as its owner, or let the owner give you access" : "Put a plain file there, or remove it",
      },
      denied ? exitCode.noPermission : exitCode.configuration,
    );
  }
}
