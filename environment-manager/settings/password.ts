import { randomInt } from "node:crypto";
import { createReadStream } from "node:fs";
import { text } from "node:stream/consumers";
import { type ExitCode, exitCode, UserError } from "../errors.ts";

/** Standard input, as far as a password is read from it. */
type PasswordInput = AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean | undefined };

export const passwordFileFlag = "--grafana-password-file";

/** More than any password takes; the setting itself says how long one may be. */
const mostBytes = 4096;

/**
 * The password in a file, or on standard input where `source` is `-`, without the line break at its end.
 * @throws UserError where it cannot be read (64, or 77 without permission), is empty, has several lines or is too large
 */
export async function readPassword(source: string, stdin: PasswordInput): Promise<string> {
  if (source === "-" && stdin.isTTY) {
    throw refusal(
      "Standard input is a terminal, which would show the password",
      "Pipe the password in, or name a file",
    );
  }
  const name = source === "-" ? "Standard input" : source;
  const content = await collect(source === "-" ? stdin : createReadStream(source), name).catch(asUserError(name));
  const password = content.replace(/\r?\n$/, "");
  if (password === "") throw refusal(`${name} is empty`, "Put the password in it");
  if (/[\r\n]/.test(password)) throw refusal(`${name} has more than one line`, "Put nothing in it but the password");
  return password;
}

async function collect(input: AsyncIterable<Uint8Array | string>, name: string): Promise<string> {
  const limited = async function* () {
    let size = 0;
    for await (const chunk of input) {
      size += chunk.length;
      if (size > mostBytes)
        throw refusal(`${name} is longer than ${mostBytes} bytes`, "Put nothing in it but the password");
      yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    }
  };
  return await text(limited());
}

const refusal = (what: string, remedy: string, code: ExitCode = exitCode.usage): UserError =>
  new UserError({ what, where: passwordFileFlag, remedy }, code);

const asUserError =
  (name: string) =>
  (error: NodeJS.ErrnoException): never => {
    if (error.code === "ENOENT") throw refusal(`${name} does not exist`, "Name a file that is there");
    if (error.code === "EISDIR") throw refusal(`${name} is a folder`, "Name a file");
    if (error.code === "EACCES") {
      throw refusal(
        `${name} cannot be read: permission denied`,
        "Let its owner give you access",
        exitCode.noPermission,
      );
    }
    throw error;
  };

/** Letters and digits without those that look alike (0 O o, 1 l I). */
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

/** A new random password of 24 characters, about 139 bits. */
export function generatePassword(): string {
  return Array.from({ length: 24 }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}
