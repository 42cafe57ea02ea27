import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";

export interface Import {
  /** As written, or for a relative one the path below the root. */
  readonly target: string;
  readonly line: number;
  /** Loaded when the importing file is: neither a type nor behind `import()`. */
  readonly loads: boolean;
}

export interface SourceFile {
  /** Below the root, with `/`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Its lines, without comments and the content of strings. */
  readonly code: readonly string[];
}

const statement = /^[ \t]*(?:import|export)\s+(type\s)?(?:[^;'"]*?\bfrom\s*)?["']([^"'\n]+)["']/gm;
const expression = /\bimport\(\s*["']([^"'\n]+)["']\s*\)/g;
const stringOrComment = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*.*?\*\/|\/\/[^\n]*/gs;

/** Reads every source below `folders`; tests and what they share are none of them. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .filter((path) => !path.includes("/fixtures/"))
      .sort()
      .map((path) => scan(path, readFileSync(join(root, path), "utf8"))),
  );
}

/** Finds the imports of one file by its text; `path` is relative to the root. */
export function scan(path: string, text: string): SourceFile {
  const uncommented = text.replaceAll(stringOrComment, (part) => (part.startsWith("/") ? blank(part) : part));
  const found = (match: RegExpExecArray, target: string, loads: boolean): Import => ({
    target: target.startsWith(".") ? posix.join(dirname(path), target) : target,
    line: text.slice(0, match.index + match[0].length).split("\n").length,
    loads,
  });
  return {
    path,
    imports: [
      ...[...uncommented.matchAll(statement)].map((match) => found(match, match[2] ?? "", match[1] === undefined)),
      ...[...uncommented.matchAll(expression)].map((match) => found(match, match[1] ?? "", false)),
    ],
    code: text.replaceAll(stringOrComment, blank).split("\n"),
  };
}

/** As many lines of nothing. */
const blank = (text: string): string => text.replaceAll(/[^\n]/g, " ");
