import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Enough for the last lines of any log; more is read only by those who ask for more lines. */
const chunk = 64 * 1024;

/** The last lines of a file, without the times in front; none where it does not exist. */
export const lastLogLines = (path: string, count: number): readonly string[] =>
  tail(path, count).map((line) => line.replace(/^\d{4}-\d\d-\d\dT\S+Z /, ""));

/**
 * The last lines of a file; none where it does not exist. Reads from its end, as far as needed.
 * @param end where the file is taken to end, in bytes.
 */
export function tail(path: string, count: number, end = Number.POSITIVE_INFINITY): readonly string[] {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return [];
  }
  try {
    const size = Math.min(fstatSync(file).size, end);
    const pieces: Buffer[] = [];
    let from = size;
    let lineFeeds = 0;
    // One more than wanted: the last line ends with one, and the first wanted one begins after one.
    while (from > 0 && lineFeeds <= count) {
      const length = Math.min(chunk, from);
      from -= length;
      const piece = Buffer.alloc(length);
      readSync(file, piece, 0, length, from);
      pieces.unshift(piece);
      lineFeeds += piece.filter((byte) => byte === 10).length;
    }
    const lines = Buffer.concat(pieces).toString("utf8").split("\n");
    if (lines.at(-1) === "") lines.pop();
    return count > 0 ? lines.slice(-count) : [];
  } finally {
    closeSync(file);
  }
}
