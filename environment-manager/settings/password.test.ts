import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { generatePassword, readPassword } from "./password.ts";
import { weaknessOf } from "./rules.ts";
import { objection } from "./schema.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "password-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const noInput = Readable.from([]);

function fileWith(content: string | Uint8Array): string {
  const path = join(folder, "password");
  writeFileSync(path, content);
  return path;
}

describe("a password from a file", () => {
  test.each([
    ["secret words", "secret words"],
    ["secret\n", "secret"],
    ["secret\r\n", "secret"],
    [" s ", " s "],
    ["pässwörd 😀\n", "pässwörd 😀"],
  ])("%j is %j", async (content, password) => {
    expect(await readPassword(fileWith(content), noInput)).toBe(password);
  });

  test.each([
    ["", "is empty"],
    ["\n", "is empty"],
    ["a\nb\n", "more than one line"],
    ["secret\n\n", "more than one line"],
    ["hunter22".repeat(513), "longer than 4096 bytes"],
  ])("%j is refused", async (content, what) => {
    const refused = readPassword(fileWith(content), noInput);
    await expect(refused).rejects.toMatchObject({
      exitCode: 64,
      problems: [{ what: expect.stringContaining(what), where: "--grafana-password-file" }],
    });
    await expect(refused).rejects.not.toThrow("hunter22");
  });

  test("that is not there, or is a folder, is refused", async () => {
    await expect(readPassword(join(folder, "none"), noInput)).rejects.toMatchObject({
      exitCode: 64,
      problems: [{ what: expect.stringContaining("does not exist") }],
    });
    await expect(readPassword(folder, noInput)).rejects.toMatchObject({
      exitCode: 64,
      problems: [{ what: expect.stringContaining("is a folder") }],
    });
  });
});

describe("a password from standard input", () => {
  test("is read to its end, in whatever pieces it comes", async () => {
    const bytes = Buffer.from("pässwörd\n");
    const pieces = Readable.from([bytes.subarray(0, 2), bytes.subarray(2)]);
    expect(await readPassword("-", pieces)).toBe("pässwörd");
  });

  test("without end is not waited for", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield "x".repeat(1000);
      })(),
    );
    await expect(readPassword("-", endless)).rejects.toThrow("longer than 4096 bytes");
  });

  test("that is a terminal is refused, because it would show what is typed", async () => {
    const terminal = Object.assign(Readable.from(["secret"]), { isTTY: true });
    await expect(readPassword("-", terminal)).rejects.toMatchObject({ exitCode: 64 });
  });
});

describe("a generated password", () => {
  const passwords = Array.from({ length: 2000 }, generatePassword);

  test("has 24 letters and digits that are not mistaken for each other", () => {
    expect(
      passwords.filter((password) => !/^[A-HJ-NP-Za-km-z2-9]{24}$/.test(password) || /[oIO01l]/.test(password)),
    ).toEqual([]);
  });

  test("is another one each time, and uses all of the alphabet", () => {
    expect(new Set(passwords).size).toBe(2000);
    expect(new Set(passwords.join("")).size).toBe(56);
  });

  test("is always allowed and strong", () => {
    expect(
      passwords.filter((password) => objection("GRAFANA_PASSWORD", password) ?? weaknessOf(password, "admin")),
    ).toEqual([]);
  });
});
