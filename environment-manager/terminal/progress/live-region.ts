import { hideCursor } from "../cursor.ts";
import { textWidth } from "../text-width.ts";

/** What of a terminal's output stream is needed to redraw a part of it. */
export interface TerminalStream {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

const eraseToEndOfLine = "\u001b[K";
const eraseBelow = "\u001b[J";
const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A\r` : "\r");

/** Lines at the end of a terminal's text that are drawn over again and again, with lines that stay above them. */
export interface LiveRegion {
  /** Puts `above` for good above the region and draws its lines anew, in one write, so that nothing flickers. */
  draw(lines: readonly string[], above?: readonly string[]): void;
  /** Leaves the region as it was drawn last and gives the cursor back. */
  close(): void;
}

/** @param stream a terminal, at the beginning of a line */
export function liveRegion(stream: TerminalStream): LiveRegion {
  let drawn: readonly string[] = [];
  const showCursor = hideCursor(stream);

  /** Terminals wrap what they show anew when they get narrower, so a line may take more rows than when drawn. */
  const rowsDrawn = () => {
    const columns = stream.columns ?? 80;
    return drawn.reduce((rows, line) => rows + Math.max(1, Math.ceil(textWidth(line) / columns)), 0);
  };

  return {
    draw(lines, above = []) {
      const text = [...above, ...lines].map((line) => `${line}${eraseToEndOfLine}\n`).join("");
      stream.write(up(rowsDrawn()) + text + eraseBelow);
      drawn = lines;
    },
    close: showCursor,
  };
}
