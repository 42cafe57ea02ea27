import { describe, expect, test } from "vitest";
import { lookFor } from "./look.ts";

const terminal = { isTTY: true };

describe("lookFor", () => {
  test("colours a terminal", () => {
    expect(lookFor(terminal, { TERM: "xterm" }).colour).toBe(true);
  });

  test.each([
    ["a pipe", {}, { TERM: "xterm" }, false],
    ["NO_COLOR", terminal, { TERM: "xterm", NO_COLOR: "1" }, false],
    ["TERM=dumb", terminal, { TERM: "dumb" }, false],
    ["--no-color", terminal, { TERM: "xterm" }, true],
  ])("does not colour with %s", (_, stream, env, noColour) => {
    expect(lookFor(stream, env, noColour).colour).toBe(false);
  });

  test("takes an empty NO_COLOR as not set", () => {
    expect(lookFor(terminal, { TERM: "xterm", NO_COLOR: "" }).colour).toBe(true);
  });

  test.each([
    [{ LANG: "en_GB.UTF-8" }, true],
    [{ LANG: "C.utf8" }, true],
    [{ LANG: "C" }, false],
    [{}, false],
    [{ LANG: "en_GB.UTF-8", LC_ALL: "C" }, false],
    [{ LANG: "en_GB.UTF-8", LC_ALL: "", LC_CTYPE: "POSIX" }, false],
    [{ LANG: "en_GB.UTF-8", TERM: "linux" }, false],
  ])("with %o unicode is %s", (env, unicode) => {
    expect(lookFor(terminal, env).unicode).toBe(unicode);
  });
});
