import type { LineCounter, YAMLError } from "yaml";

/**
 * A YAML error in the words of the real server's parser, with the line it names: the one before the trouble where that
 * parser points at what it was in the middle of.
 */
export function yamlErrorText(error: YAMLError, text: string, lines: LineCounter): string {
  const line = lines.linePos(Math.min(error.pos[0], Math.max(0, text.trimEnd().length - 1))).line;
  const before = text.slice(0, error.pos[0]).trimEnd();
  switch (error.code) {
    case "TAB_AS_INDENT":
      return `line ${line}: found a tab character that violates indentation`;
    case "BLOCK_AS_IMPLICIT_KEY":
      return `line ${line}: mapping values are not allowed in this context`;
    case "DUPLICATE_KEY":
      return `unmarshal errors:\n  line ${line}: mapping key already defined`;
    case "BAD_INDENT":
      return /Flow/.test(error.message) ? openFlow(error, before, lines) : `line ${line}: did not find expected key`;
    default:
      if (/closing/.test(error.message)) return `line ${line}: found unexpected end of stream`;
      return `line ${Math.max(1, line - 1)}: did not find expected key`;
  }
}

function openFlow(error: YAMLError, before: string, lines: LineCounter): string {
  const end = lines.linePos(Math.max(0, before.length - 1)).line;
  if (/[[{,]$/.test(before)) return `line ${end}: did not find expected node content`;
  const [opening, closing] = /sequence/.test(error.message) ? ["[", "]"] : ["{", "}"];
  const start = lines.linePos(Math.max(0, before.lastIndexOf(opening))).line;
  return `line ${Math.max(1, start - 1)}: did not find expected ',' or '${closing}'`;
}
