import { createInterface } from "node:readline";
import { exitCode, Interrupted, UserError } from "../errors.ts";

/** Whom a question is put to. A command's context is one. */
export interface Asking {
  /** `yes: true` answers for the user. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  /** Standard input and standard error where absent. */
  readonly stdin?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/**
 * Asks a question that `y` or `yes` agrees to; any other answer, and the end of the input, does not.
 *
 * @throws UserError without a terminal to ask on; Interrupted when the signal aborts
 */
export async function confirm(question: string, asking: Asking): Promise<boolean> {
  if (asking.options["yes"] === true) return true;
  const answer = await ask(`${question} [y/N] `, question, asking);
  return /^y(es)?$/i.test(answer);
}

/** Says what will be lost, and takes only the word itself, typed, for an agreement. Throws as `confirm` does. */
export async function confirmByTyping(warning: string, word: string, asking: Asking): Promise<boolean> {
  if (asking.options["yes"] === true) return true;
  const answer = await ask(`${warning}\nType ${word} to go on: `, warning, asking);
  return answer === word;
}

/** One line of the terminal; empty where the input ends instead. */
async function ask(prompt: string, subject: string, { signal, ...streams }: Asking): Promise<string> {
  const { stdin = process.stdin, stderr = process.stderr } = streams;
  if (stdin.isTTY !== true || stderr.isTTY !== true) {
    throw new UserError(
      { what: subject, where: "no terminal to ask on", remedy: "Add --yes to agree" },
      exitCode.usage,
    );
  }
  if (signal.aborted) throw new Interrupted();
  stderr.write(prompt);
  // The terminal itself edits the line, so Ctrl-C stays the signal that everything else listens to.
  const lines = createInterface({ input: stdin, terminal: false });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once("line", (line) => resolve(line.trim()));
      lines.once("close", () => {
        stderr.write("\n");
        resolve("");
      });
      signal.addEventListener("abort", () => reject(new Interrupted()), { once: true });
    });
  } finally {
    lines.removeAllListeners("close");
    lines.close();
  }
}
