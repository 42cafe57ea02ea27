import { stripVTControlCharacters } from "node:util";

const printableAscii = /^[\x20-\x7e]*$/;
/** No cell of their own: marks, format characters (joiners, variation selectors), controls. */
const invisible = /^[\p{Mark}\p{Cf}\p{Cc}]*$/u;
/** Two cells: what Unicode draws as an emoji, and the East Asian wide and full-width blocks (UAX #11). */
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{RI}\p{RI}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}])/u;

let segmenter: Intl.Segmenter | undefined;

/** What a reader sees as one character each. */
function graphemes(text: string): string[] {
  if (printableAscii.test(text)) return text.split("");
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** Terminal cells that a text without line breaks takes; ANSI sequences take none. */
export function textWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  return graphemes(stripVTControlCharacters(text)).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/** The head of an unstyled text that fits into `width` cells. */
export function takeWidth(text: string, width: number): string {
  if (printableAscii.test(text)) return text.slice(0, Math.max(0, width));
  let used = 0;
  let taken = "";
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme);
    if (used > width) break;
    taken += grapheme;
  }
  return taken;
}

/** Cuts an unstyled text to `width` cells, its end replaced by the ellipsis. */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (textWidth(text) <= width) return text;
  const room = width - textWidth(ellipsis);
  return room < 1 ? takeWidth(text, width) : takeWidth(text, room) + ellipsis;
}

/**
 * Breaks an unstyled line between words to `width` cells; what follows begins with `indent`. A word that is longer than a
 * line is cut, or stays whole with `keepWords`: an address that is cut cannot be opened or copied any more.
 */
export function wrapWords(
  line: string,
  width: number,
  { indent, keepWords = false }: { readonly indent: string; readonly keepWords?: boolean },
): string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of line.split(/(?<=\S)(?=\s)/)) {
    if (row !== "" && textWidth(row + word) > width) {
      rows.push(row);
      row = indent + word.trimStart();
    } else row += word;
    while (!keepWords && textWidth(row) > width && width > indent.length) {
      const head = takeWidth(row, width);
      rows.push(head);
      row = indent + row.slice(head.length);
    }
  }
  return [...rows, row];
}

/** Fills a text with spaces to `width` cells, on its right or its left. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const spaces = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "left" ? text + spaces : spaces + text;
}

/** One printable line of a text from outside: no escape sequences, controls or tabs that move the cursor. */
export function printable(text: string): string {
  if (printableAscii.test(text)) return text;
  return stripVTControlCharacters(text)
    .replaceAll("\t", "    ")
    .replace(/\p{Cc}/gu, "");
}
