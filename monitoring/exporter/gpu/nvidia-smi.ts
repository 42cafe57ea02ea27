import { parseGpuCsv, type QueryField, queryFields } from "./csv.ts";
import type { GpuQuery } from "./polling-source.ts";
import { runTool, type ToolRun } from "./run-tool.ts";

const firstLine = (text: string): string => (text.trim().split("\n")[0] ?? "").slice(0, 200);

const unknownField = (output: string): string | undefined => /Field "([^"]+)" is not a valid field/.exec(output)?.[1];

/**
 * Reads the cards by way of the driver's own tool. Rejects with an Error that says why there is no reading; a run that
 * hangs is killed after `timeoutMs`, and while it will not die no other is started.
 */
export const nvidiaSmiQuery = (program: string, timeoutMs: number): GpuQuery => {
  let fields: readonly QueryField[] = queryFields;
  let run: ToolRun | undefined;

  const read: GpuQuery["read"] = async () => {
    if (run?.isAlive() === true) throw new Error(`${program}: an earlier run hangs in the driver`);
    const asked = fields;
    run = runTool(program, [`--query-gpu=${asked.join(",")}`, "--format=csv,noheader,nounits"], timeoutMs);
    const { output, code, failure } = await run.result;
    if (failure !== undefined) throw new Error(`${program}: ${failure}`);
    const refused = unknownField(output);
    if (refused !== undefined && asked.some((field) => field === refused)) {
      fields = asked.filter((field) => field !== refused);
      return read();
    }
    const { gpus, complaints } = parseGpuCsv(output, asked);
    const saysNone = output.includes("No devices were found");
    if (gpus.length === 0 && !saysNone) throw new Error(`${program}: exit code ${code}: ${firstLine(output)}`);
    return { snapshot: { gpus }, complaints: complaints.map((line) => line.slice(0, 200)) };
  };

  return { read, stop: () => run?.kill() };
};
