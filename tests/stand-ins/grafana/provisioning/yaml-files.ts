import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { isObject, type JsonObject } from "../json.ts";
import { yamlErrorText } from "./yaml-error.ts";

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
  if (error !== undefined) throw new YamlBroken(name, `yaml: ${yamlErrorText(error, text, lineCounter)}`);
  const content: unknown = document.toJS();
  if (content === null || content === undefined) return undefined;
  if (isObject(content)) return content;
  throw new YamlBroken(name, "yaml: unmarshal errors:\n  line 1: cannot unmarshal into a configuration");
}
