import { exitCode } from "../errors.ts";
import { changeService, requireService, type ServiceVerb } from "../operations/one-service.ts";
import { selectRuntime } from "../operations/select-runtime.ts";
import { type CommandContext, requiredArgument } from "./context.ts";

/** A command that does one thing to one service. */
export const serviceCommand = (verb: ServiceVerb, done: string) => async (context: CommandContext) => {
  const service = requiredArgument(context);
  const { project } = await context.loadProject();
  const { runtime } = await selectRuntime(project);
  await requireService(runtime, service);
  await context.perform(changeService(project, runtime, verb, service, context.signal));
  context.print({ service, done: verb }, `${service} is ${done}.`);
  return exitCode.done;
};
