import { spawn } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { UserError } from "../../errors.ts";
import { inheritedEnvironment } from "./inherited-environment.ts";
import type { NativeInstallation } from "./installation.ts";
import { readWantedServices } from "./state-files.ts";

/**
 * Runs a command in a service's folder and with its environment, with text on its standard input. The name of the
 * service's own program means that program, wherever it was found.
 */
export async function executeFor(
  { layout }: NativeInstallation,
  service: string,
  [program = "", ...parameters]: readonly string[],
  input: string,
): Promise<{ code: number; output: string }> {
  const definition = readWantedServices(layout).find((wanted) => wanted.definition.name === service)?.definition;
  if (!definition) throw new UserError({ what: `${service} has not been enabled here`, remedy: "env-manager enable" });
  const own = definition.command[0] ?? "";
  const child = spawn(program === basename(own) ? own : program, parameters, {
    cwd: definition.folder,
    env: { ...inheritedEnvironment(process.env), ...definition.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const take = (text: string) => {
    output += text;
  };
  child.stdout.setEncoding("utf8").on("data", take);
  child.stderr.setEncoding("utf8").on("data", take);
  // A program that does not read its input ends before all of it is written.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [code] = await once(child, "close");
  return { code: code ?? 1, output };
}
