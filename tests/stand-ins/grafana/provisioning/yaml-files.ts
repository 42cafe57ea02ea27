import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LineCounter, parseDocument, type YAMLError } from "yaml";
import { isObject, type JsonObject } from "../json.ts";

export interface YamlFile {
  readonly name: string;
  readonly content: JsonObject;
}

/** A file that is no YAML; the message is close to the one the real server's parser gives. */
export class YamlBroken extends Error {
  readonly file: string;

  constructor(file: string, message: string) {
    super(message);
    this.file = file;
  }
}

/**
 * Every `.yaml` and `.yml` of a folder, by name; empty ones are left out.
 * @throws YamlBroken at the first file that cannot be parsed, or the file system's error when there is no folder.
 */
export function yamlFiles(folder: string): YamlFile[] {
  const names = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted();
  return names.flatMap((name) => {
    const content = parsed(name, readFileSync(join(folder, name), "utf8"));
    return content === undefined ? [] : [{ name, content }];
  });
}

function parsed(name: string, text: string): JsonObject | undefined {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const error = document.errors[0];
  if (error !== undefined) {
    throw new YamlBroken(name, `yaml: line ${lineOf(error, text, lineCounter)}: ${reasonOf(error, text)}`);
  }
  const content: unknown = document.toJS();
  if (content === null || content === undefined) return undefined;
  if (isObject(content)) return content;
  throw new YamlBroken(name, "yaml: unmarshal errors:\n  line 1: cannot unmarshal into a configuration");
}

// What is missing at the end is reported at the last line that says something.
function lineOf(error: YAMLError, text: string, lineCounter: LineCounter): number {
  const offset = Math.min(error.pos[0], text.trimEnd().length - 1);
  return lineCounter.linePos(Math.max(0, offset)).line;
}

function reasonOf(error: YAMLError, text: string): string {
  const before = text.slice(0, error.pos[0]).trimEnd();
  switch (error.code) {
    case "TAB_AS_INDENT":
      return "found character that cannot start any token";
    case "MULTILINE_IMPLICIT_KEY":
    case "BLOCK_AS_IMPLICIT_KEY":
      return "mapping values are not allowed in this context";
    case "MISSING_CHAR":
    case "BAD_INDENT":
      if (/[[{,:]$/.test(before)) return "did not find expected node content";
      if (/found unexpected end|closing/i.test(error.message)) return "found unexpected end of stream";
      return "did not find expected key";
    default:
      return "did not find expected key";
  }
}
