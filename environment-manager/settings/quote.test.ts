import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "dotenv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEnvFile } from "./env-file.ts";
import { quoteEnvValue } from "./quote.ts";

const awkward = fc.constantFrom(
  "'",
  '"',
  "`",
  "$",
  "${",
  "A}",
  "#",
  " ",
  "\\",
  "\\n",
  "=",
  "!",
  "é",
  "😀",
  "\u00a0",
  "\u0085",
  "\ufeff",
);
const value = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.array(fc.oneof(awkward, fc.string({ maxLength: 2 })), { maxLength: 8 }).map((parts) => parts.join("")),
);

test.each([
  ["3000", "3000"],
  ["", "''"],
  ["two words", "'two words'"],
  ['p$a#s"s\\w`', "'p$a#s\"s\\w`'"],
  ["it's", '"it\'s"'],
  ["it's # 1", '"it\'s # 1"'],
  ['it\'s "this"', 'it\'s "this"'],
  ["C:\\", "C:\\"],
])("%j is written as %s", (text, quoted) => expect(quoteEnvValue(text)).toBe(quoted));

test.each(["a\nb", "a\rb", "a\u0000b", "it's $5", "it's a #\\", "a \\$\\", "\ud800"])("%j cannot be written", (text) =>
  expect(quoteEnvValue(text)).toBeUndefined(),
);

test("whatever has no control character, and not both kinds of quotes, can be written", () => {
  fc.assert(
    fc.property(value, (text) => {
      fc.pre(!/[\p{Cc}\u2028\u2029']/u.test(text) && text.isWellFormed() && !text.endsWith("\\"));
      expect(quoteEnvValue(text)).toBeDefined();
    }),
  );
});

test("dotenv and our own reader read back what was written, whatever lines stand around it", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
      const entries = values.flatMap((text, index) => {
        const quoted = quoteEnvValue(text);
        return quoted === undefined ? [] : [{ key: `X_${index}`, text, quoted }];
      });
      const file = entries.map(({ key, quoted }) => `${key}=${quoted}\n`).join('# it\'s a "comment"\n');
      const expected = Object.fromEntries(entries.map(({ key, text }) => [key, text]));
      expect({ ...parse(file) }).toEqual(expected);
      expect(readEnvFile(file).faults).toEqual([]);
      expect(Object.fromEntries(readEnvFile(file).entries.map((entry) => [entry.key, entry.value]))).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;

describe.skipIf(!hasCompose)("with docker compose (not on this machine where skipped)", () => {
  test("Compose reads back what was written", () => {
    const values = fc.sample(value, 3000).flatMap((text) => {
      const quoted = quoteEnvValue(text);
      return quoted === undefined ? [] : [{ text, quoted }];
    });
    const folder = mkdtempSync(join(tmpdir(), "quote-"));
    try {
      const services = { one: { image: "x", environment: values.map((_, index) => `X_${index}=\${X_${index}}`) } };
      writeFileSync(join(folder, "compose.yml"), JSON.stringify({ name: "quote", services }));
      writeFileSync(join(folder, "env"), values.map(({ quoted }, index) => `X_${index}=${quoted}\n`).join(""));
      const output = execFileSync(
        "docker",
        ["compose", "-f", "compose.yml", "--env-file", "env", "config", "--format", "json"],
        { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 },
      );
      const read: Record<string, string> = JSON.parse(output).services.one.environment;
      // What is printed is a Compose file again, in which a dollar sign is written twice.
      const texts = values.map((_, index) => read[`X_${index}`]?.replaceAll("$$", "$"));
      expect(texts).toEqual(values.map(({ text }) => text));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
