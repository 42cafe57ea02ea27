import { open } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { ExternalError, exitCode, Interrupted, UserError } from "../errors.ts";
import { exitCodeOf, renderError } from "./errors.ts";

const plain = { json: false, colour: false };

const badPorts = new UserError(
  [
    { what: "MONITOR_PORT must be 1 to 65535, is 70000", where: ".env line 3", remedy: "Set MONITOR_PORT=3000" },
    { what: "Unknown setting GRAFANA_USR", remedy: "Write GRAFANA_USER" },
  ],
  exitCode.configuration,
);

const composeFailed = new ExternalError("Compose could not start the stack", {
  program: "docker compose up",
  code: 17,
  lastLines: ["pull access denied", "token s3cret rejected"],
  remedy: "Log in with `docker login`",
});

/** A real refusal of the operating system: /dev/full has no space left, ever (full(4)). */
async function diskFull(): Promise<unknown> {
  await using full = await open("/dev/full", "w");
  return full.writeFile("x").then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Root may do everything, so a refused permission is told as Node tells it. */
const refused = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES", path: "/srv/monitor/.env" });

describe("renderError", () => {
  test("shows every problem with its place and its remedy", () => {
    expect(renderError(badPorts, plain)).toBe(
      [
        "✗ MONITOR_PORT must be 1 to 65535, is 70000",
        "  .env line 3",
        "  → Set MONITOR_PORT=3000",
        "✗ Unknown setting GRAFANA_USR",
        "  → Write GRAFANA_USER",
      ].join("\n"),
    );
  });

  test("shows what another program said last, and the remedy after it", () => {
    expect(renderError(composeFailed, plain)).toBe(
      [
        "✗ Compose could not start the stack",
        "  docker compose up (code 17) said last:",
        "    pull access denied",
        "    token s3cret rejected",
        "  → Log in with `docker login`",
      ].join("\n"),
    );
  });

  test("breaks lines between words to the terminal's width, but no word", () => {
    const problem = new UserError({
      what: "Grafana cannot be had here",
      remedy: "Unpack https://example.org/grafana.tar.gz",
    });
    expect(renderError(problem, { ...plain, width: 20 })).toBe(
      ["✗ Grafana cannot be", "  had here", "  → Unpack", "    https://example.org/grafana.tar.gz"].join("\n"),
    );
  });

  test("names a server that did not answer at all", () => {
    const silent = new ExternalError("Grafana does not answer", { program: "Grafana" });
    expect(renderError(silent, plain)).toBe("✗ Grafana does not answer\n  from Grafana");
  });

  test("tells how to go on after an interruption", () => {
    expect(renderError(new Interrupted(), plain)).toBe("Interrupted. Run the same command again to go on.");
    expect(renderError(AbortSignal.abort().reason, plain)).toBe("Interrupted. Run the same command again to go on.");
  });

  test("shows a bug with its stack and asks for a report", () => {
    const text = renderError(new TypeError("x is not a function"), plain);
    expect(text).toContain("A bug in env-manager: x is not a function");
    expect(text).toContain("Please report it");
    expect(text).toContain("errors.test.ts");
  });

  test("shows a bug that threw no error at all", () => {
    expect(renderError({ odd: 1 }, plain)).toContain("{ odd: 1 }");
  });

  test("shows the stack of an expected error only for debugging", () => {
    expect(renderError(composeFailed, plain)).not.toContain("errors.test.ts");
    expect(renderError(composeFailed, { ...plain, debug: true })).toContain("errors.test.ts");
  });

  test("masks secrets in text and in JSON", () => {
    const redact = (text: string) => text.replaceAll("s3cret", "***");
    expect(renderError(composeFailed, { ...plain, redact })).toContain("token *** rejected");
    expect(renderError(composeFailed, { ...plain, json: true, redact })).not.toContain("s3cret");
    const quoted = new UserError({ what: 'refused "s3\\cret"' });
    const redactQuoted = (text: string) => text.replaceAll('"s3\\cret"', "***");
    expect(renderError(quoted, { ...plain, json: true, redact: redactQuoted })).toContain("refused ***");
  });

  test("uses ASCII where the locale needs it, and colours only when told", () => {
    expect(renderError(badPorts, { ...plain, unicode: false })).toMatch(/^[\x20-\x7e\n]*$/);
    expect(renderError(badPorts, { ...plain, colour: true })).toContain("\u001b[31m✗");
  });
});

describe("renderError as JSON", () => {
  const json = (error: unknown) => JSON.parse(renderError(error, { json: true, colour: false }));

  test("carries the problems of a user error", () => {
    expect(json(badPorts)).toEqual({
      error: { kind: "user", message: badPorts.message, exitCode: 78, problems: badPorts.problems },
    });
  });

  test("carries the program and its code", () => {
    expect(json(composeFailed)).toMatchObject({
      error: { kind: "external", program: "docker compose up", code: 17, lastLines: composeFailed.lastLines },
    });
  });

  test("tells an interruption from a bug", () => {
    expect(json(new Interrupted()).error).toMatchObject({ kind: "interrupted", exitCode: 130 });
    expect(json(new RangeError("out")).error).toMatchObject({ kind: "bug", exitCode: 70, message: "out" });
  });
});

describe("exitCodeOf", () => {
  test("takes the code of our own classes", () => {
    expect(exitCodeOf(badPorts)).toBe(78);
    expect(exitCodeOf(composeFailed)).toBe(1);
    expect(exitCodeOf(new Interrupted())).toBe(130);
    expect(exitCodeOf("thrown string")).toBe(70);
  });

  test("takes what the operating system refuses as the user's to put right", async () => {
    expect(exitCodeOf(refused)).toBe(77);
    expect(renderError(refused, plain)).toContain("  /srv/monitor/.env");
    const full = await diskFull();
    expect(exitCodeOf(full)).toBe(1);
    expect(renderError(full, plain)).toContain("No space left on the disk");
  });
});
