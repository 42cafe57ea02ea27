import { exitCode, UserError } from "../errors.ts";
import { isTrouble } from "../operations/log-trouble.ts";
import { requireService } from "../operations/one-service.ts";
import { selectRuntime } from "../operations/select-runtime.ts";
import { painter } from "../terminal/paint.ts";
import type { CommandContext } from "./context.ts";

export async function run(context: CommandContext) {
  const { args, options, signal, look } = context;
  const { project } = await context.loadProject();
  const { runtime } = await selectRuntime(project);
  for (const service of args) await requireService(runtime, service);
  const paint = painter(look);
  const follow = options["follow"] === true;
  for await (const line of runtime.logs({ services: args, follow, tail: tailOf(options["tail"]), signal })) {
    if (options["errors"] === true && !isTrouble(line)) continue;
    const { service, time, text } = line;
    const shown =
      options["json"] === true ? JSON.stringify({ service, time, text }) : `${paint("cyan", service)} ${text}`;
    process.stdout.write(`${context.redact(shown)}\n`);
  }
  return exitCode.done;
}

function tailOf(given: unknown): number {
  if (given === undefined) return 100;
  const lines = Number(given);
  if (Number.isInteger(lines) && lines >= 0) return lines;
  throw new UserError({ what: `--tail takes a number of lines, not ${given}` }, exitCode.usage);
}
