import type { Readable } from "node:stream";

/**
 * Calls back with the whole lines of each piece that arrives, and at the end with a last one that had no line feed.
 * A line longer than `longestLine` characters is cut into several: an endless one must not fill the memory.
 */
export function readLines(
  stream: Readable,
  onLines: (lines: readonly string[]) => void,
  longestLine = 32 * 1024,
): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (rest + text).split(/\r?\n/).flatMap((line) => cut(line, longestLine));
    rest = lines.pop() ?? "";
    if (lines.length > 0) onLines(lines);
  });
  stream.on("end", () => {
    if (rest) onLines([rest]);
  });
  // A pipe that breaks ends; whoever wrote into it is dead.
  stream.on("error", () => {});
}

function cut(line: string, length: number): readonly string[] {
  if (line.length <= length) return [line];
  return [line.slice(0, length), ...cut(line.slice(length), length)];
}
