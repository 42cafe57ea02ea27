import type { Document, LineCounter, Node, Pair } from "yaml";
import { nearest } from "../nearest.ts";
import type { SettingProblem } from "../rules.ts";
import { type SettingName, settingNames, yamlKeyOf } from "../table.ts";
import { nothing, type Reading, type Statement } from "./reading.ts";
import { readSettingsText } from "./text-file.ts";

const file = "env-manager.yaml";

/**
 * Settings from `env-manager.yaml`.
 * @throws UserError where the file cannot be read at all
 */
export async function readYamlSettings(path: string): Promise<Reading> {
  const text = readSettingsText(path, file);
  return text === undefined ? nothing : await readYamlText(text);
}

/** Settings from the text of an `env-manager.yaml`. */
export async function readYamlText(text: string): Promise<Reading> {
  // Loaded here, because most installations have no such file.
  const yaml = await import("yaml");
  const counter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    // Their own messages can repeat the text, which may be a password.
    const problems = faults.map(({ code, pos }) =>
      problem(counter.linePos(pos[0]).line, `the file is not valid YAML (${code.toLowerCase().replaceAll("_", " ")})`),
    );
    return { statements: [], problems };
  }
  const { contents } = document;
  if (contents === null || (yaml.isScalar(contents) && contents.value === null)) return nothing;
  if (!yaml.isMap(contents)) {
    return {
      statements: [],
      problems: [problem(1, "the file is not a mapping", "Write lines such as monitor_port: 3000")],
    };
  }
  return readPairs(contents.items as Pair<Node, Node | null>[], document, counter, yaml);
}

function readPairs(
  pairs: readonly Pair<Node, Node | null>[],
  document: Document.Parsed,
  counter: LineCounter,
  { isScalar, isAlias }: typeof import("yaml"),
): Reading {
  const statements: Statement[] = [];
  const problems: SettingProblem[] = [];
  const firstLines = new Map<string, number>();
  for (const { key, value } of pairs) {
    const line = counter.linePos(key.range?.[0] ?? 0).line;
    const word = isScalar(key) ? (key.source ?? String(key.value)) : "";
    const first = firstLines.get(word);
    firstLines.set(word, first ?? line);
    const name = namesByKey.get(word);
    const node = isAlias(value) ? value.resolve(document) : value;
    if (name === undefined) problems.push(unknown(word, line));
    else if (first !== undefined) {
      problems.push(
        problem(line, `${word} is set a second time; line ${first} sets it first`, "Keep one of the lines"),
      );
    } else if (node != null && !isScalar(node)) {
      problems.push(problem(line, `${word} has more than one value in it`, "Give it a single value"));
    } else if (node?.value == null) {
      problems.push(problem(line, `${word} has no value`, "Give it one, or remove the line"));
    } else {
      // Its source, because for YAML 12.40 is the number 12.4.
      statements.push({ name, text: node.source ?? String(node.value), origin: { kind: "yaml", file, line } });
    }
  }
  return { statements, problems };
}

const namesByKey: ReadonlyMap<string, SettingName> = new Map(settingNames.map((name) => [yamlKeyOf(name), name]));

const problem = (line: number, what: string, remedy = "Correct the line"): SettingProblem => ({
  what,
  where: `${file}:${line}`,
  remedy,
  source: "yaml",
  line,
});

function unknown(word: string, line: number): SettingProblem {
  const meant = nearest(word, [...namesByKey.keys()]);
  return problem(
    line,
    word === "" ? "a key is not a plain word" : `${word} is not a setting`,
    meant ? `Write ${meant} if that is meant` : "Remove it",
  );
}
