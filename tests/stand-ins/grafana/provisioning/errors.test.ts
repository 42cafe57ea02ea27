import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { interpolated } from "./interpolate.ts";
import { jsonErrorText } from "./json-error.ts";
import { yamlFiles } from "./yaml-files.ts";

const jsonError = (text: string): string => {
  try {
    JSON.parse(text);
    return "none";
  } catch (error) {
    return jsonErrorText(text, error);
  }
};

describe("what is said of broken files", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grafana-stand-in-yaml-"));
    return () => rm(folder, { recursive: true, force: true });
  });

  // Said by the real server of these texts.
  it.each([
    ['{"title": "Br', "unexpected EOF"],
    ["", "EOF"],
    ['{"title": x}', "invalid character 'x' looking for beginning of value"],
    ['{"title":"T",}', "invalid character '}' looking for beginning of object key string"],
    ['{"title":"T" "b":1}', "invalid character '\"' after object key:value pair"],
    ["[1 2]", "invalid character '2' after array element"],
    ['{"title" 1}', "invalid character '1' after object key"],
    ['{"title":"a\nb"}', "invalid character '\\n' in string literal"],
    ["{title: 1}", "invalid character 't' looking for beginning of object key string"],
    ["hello", "invalid character 'h' looking for beginning of value"],
  ])("JSON %s", (text, said) => {
    expect(jsonError(text)).toBe(said);
  });

  it.each([
    ["datasources:\n  - name: [\n", "yaml: line 3: did not find expected node content"],
    ["a: {\n", "yaml: line 2: did not find expected node content"],
    ["a: {b: 1\nc: 2\n", "yaml: line 1: did not find expected ',' or '}'"],
    ["a: [1, 2\nb: 3\n", "yaml: line 1: did not find expected ',' or ']'"],
    ["a: b: c\n", "yaml: line 2: mapping values are not allowed in this context"],
    ["\ta: 1\n", "yaml: line 2: found a tab character that violates indentation"],
    ["datasources:\n- name: x\n bad: 1\n", "yaml: line 3: did not find expected key"],
    ["- a\n- b\n", "yaml: line 1: did not find expected key"],
    ['a: "x\n', "yaml: line 2: found unexpected end of stream"],
    ["a: 1\na: 2\n", "yaml: unmarshal errors:"],
  ])("YAML %j", async (text, said) => {
    await writeFile(join(folder, "a.yaml"), `apiVersion: 1\n${text}`);
    expect(() => yamlFiles(folder)).toThrow(said);
  });

  it("reads yaml and yml files by name, and leaves out empty ones and others", async () => {
    await writeFile(join(folder, "b.yml"), "b: 1\n");
    await writeFile(join(folder, "a.yaml"), "a: 1\n");
    await writeFile(join(folder, "empty.yaml"), "# nothing\n");
    await writeFile(join(folder, "c.json"), "{");
    expect(yamlFiles(folder).map(({ name }) => name)).toEqual(["a.yaml", "b.yml"]);
  });

  it("fills in variables, and takes two dollars for one", () => {
    expect(interpolated("$A-${B}-$__env{A}-$$A-$NOBODY", { A: "a", B: "b" })).toBe("a-b-a-$A-");
  });
});
