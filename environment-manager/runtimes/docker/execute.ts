import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { Engine } from "./find-engine.ts";

/** Runs a command in a container with text on its standard input, which so appears in no list of processes. */
export async function executeIn(
  engine: Engine,
  id: string,
  command: readonly string[],
  input: string,
): Promise<{ code: number; output: string }> {
  const exec = await engine.api.getContainer(id).exec({
    Cmd: [...command],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const output = new PassThrough();
  engine.api.modem.demuxStream(stream, output, output);
  stream.once("end", () => output.end());
  stream.once("close", () => output.end());
  stream.end(input);
  const printed = await text(output);
  return { code: (await exec.inspect()).ExitCode ?? -1, output: printed };
}
