/** A JSON parse error in the words of the real server's decoder: `unexpected EOF`, `invalid character 'x' …`. */
export function jsonErrorText(text: string, error: unknown): string {
  if (text.trim() === "") return "EOF";
  const message = error instanceof Error ? error.message : String(error);
  const position = positionOf(text, message);
  if (position >= text.trimEnd().length) return "unexpected EOF";
  return `invalid character ${quoted(text.charAt(position))} ${contextOf(message)}`;
}

function positionOf(text: string, message: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  if (/end of JSON input|Unterminated/.test(message)) return text.length;
  // Short inputs are quoted instead of counted: Unexpected token 'x', "{"a": x}" is not valid JSON
  const token = /^Unexpected token '(.)'/su.exec(message)?.[1];
  return token === undefined ? text.length : firstUnquoted(text, token);
}

function firstUnquoted(text: string, token: string): number {
  const blanked = text.replace(/"(?:[^"\\]|\\.)*"/g, (string) => " ".repeat(string.length));
  return Math.max(0, blanked.indexOf(token));
}

function contextOf(message: string): string {
  if (/control character/.test(message)) return "in string literal";
  if (/after property name/.test(message)) return "after object key";
  if (/property name/.test(message)) return "looking for beginning of object key string";
  if (/after property value/.test(message)) return "after object key:value pair";
  if (/after array element/.test(message)) return "after array element";
  return "looking for beginning of value";
}

function quoted(character: string): string {
  return character === "\n" ? "'\\n'" : `'${character}'`;
}
