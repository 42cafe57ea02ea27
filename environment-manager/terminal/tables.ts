import type { Paint } from "./paint.ts";
import { pad, printable, textWidth, truncate } from "./text-width.ts";

/** A cell: its text, or its text with a style. */
export type Cell = string | { readonly text: string; readonly style?: Parameters<Paint>[0] };

export interface Column {
  /** No header line where every title is empty. */
  readonly title: string;
  readonly align?: "left" | "right";
  /** May be cut, down to this many cells, when the terminal is too narrow. Columns without it keep their width. */
  readonly shrinkTo?: number;
}

export interface TableOptions {
  /** Cells that a line may take; no limit where the output is not a terminal, so that nothing is lost in a pipe. */
  readonly width?: number | undefined;
  readonly paint: Paint;
  readonly ellipsis: string;
}

const gap = "  ";

/** Aligned columns, one line a row, without a line break at the end and without spaces at the lines' ends. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): string {
  const { paint, ellipsis } = options;
  const header = columns.some(({ title }) => title !== "") ? [columns.map(({ title }) => title)] : [];
  const texts = [...header, ...rows.map((row) => columns.map((_, index) => textOf(row[index] ?? "")))];
  const widths = fitWidths(
    columns,
    columns.map((_, index) => Math.max(0, ...texts.map((row) => textWidth(row[index] ?? "")))),
    options.width,
  );

  const line = (cells: readonly Cell[]): string => {
    const parts = columns.map((column, index) => {
      const cell = cells[index] ?? "";
      const width = widths[index] ?? 0;
      const text = pad(truncate(textOf(cell), width, ellipsis), width, column.align);
      return paintText(typeof cell === "string" ? undefined : cell.style, text, paint);
    });
    return parts.join(gap).trimEnd();
  };
  const heading = header.map((titles) => line(titles.map((text) => ({ text, style: "dim" }))));
  return [...heading, ...rows.map(line)].join("\n");
}

const textOf = (cell: Cell): string => printable(typeof cell === "string" ? cell : cell.text);

/** Styles the text but not the spaces that fill its column, so that a line can end without any. */
function paintText(style: Parameters<Paint>[0], text: string, paint: Paint): string {
  const trimmed = text.trim();
  return trimmed === "" ? text : text.replace(trimmed, () => paint(style, trimmed));
}

/** Takes what the table is too wide from the columns that may shrink, from the widest first. */
function fitWidths(
  columns: readonly Column[],
  natural: readonly number[],
  limit: number | undefined,
): readonly number[] {
  const widths = [...natural];
  if (limit === undefined) return widths;
  let excess = widths.reduce((sum, width) => sum + width, 0) + gap.length * (columns.length - 1) - limit;
  while (excess > 0) {
    let widest = -1;
    for (const [index, { shrinkTo = Number.POSITIVE_INFINITY }] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (width > shrinkTo && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess--;
  }
  return widths;
}
