import fc from "fast-check";
import { expect, test } from "vitest";
import { maskValue, quotedValue, redact, secretValues } from "./mask.ts";
import { settingsSchema } from "./schema.ts";
import { settingNames, settingsTable } from "./table.ts";

const defaults = Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].default]));
const withPassword = (password: string) => settingsSchema.parse({ ...defaults, GRAFANA_PASSWORD: password });

test("a secret is shown as four stars whatever its length, the rest as it is", () => {
  expect(maskValue("GRAFANA_PASSWORD", "x")).toBe("****");
  expect(maskValue("MONITOR_PORT", "3000")).toBe("3000");
});

test("a value in a message is quoted, escaped, and not longer than a line", () => {
  expect(quotedValue("GRAFANA_USER", "a\n\u001b[31m")).toBe('"a\\n\\u001b[31m"');
  expect(quotedValue("GRAFANA_USER", "x".repeat(200))).toHaveLength(82);
  expect(quotedValue("GRAFANA_PASSWORD", "hunter22")).toBe('"****"');
});

test("the published default is no secret", () => {
  const secrets = secretValues(withPassword("admin"));
  expect(redact("login as admin", secrets)).toBe("login as admin");
});

test("a long secret is hidden wherever it stands, and in every form in which it travels", () => {
  const secrets = secretValues(withPassword('p"a s/s$w+rd'));
  const basic = Buffer.from('admin:p"a s/s$w+rd').toString("base64");
  for (const form of ['p"a s/s$w+rd', 'p\\"a s/s$w+rd', "p%22a%20s%2Fs%24w%2Brd", basic]) {
    expect(redact(`x${form}y`, secrets)).toBe("x****y");
  }
});

test("a short secret is hidden as a word, not within words", () => {
  const secrets = secretValues(withPassword("test"));
  expect(redact('password "test" of test, latest test_2', secrets)).toBe('password "****" of ****, latest test_2');
  expect(redact("a$x b", secretValues(withPassword("$x")))).toBe("a**** b");
});

test("no password of 8 characters or more survives in a text around it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 8, maxLength: 40 }), fc.string(), (secret, around) => {
      fc.pre(!secret.includes("*"));
      expect(redact(around + secret + around, [secret])).not.toContain(secret);
    }),
  );
});

test("a short secret of any characters is hidden where it stands alone", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 7 }), (secret) => {
      fc.pre(secret.length < 8 && secret.trim() !== "");
      expect(redact(` ${secret} `, [secret])).toBe(" **** ");
    }),
  );
});
