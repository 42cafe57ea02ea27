import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { Interrupted, UserError } from "../errors.ts";
import { type Asking, confirm, confirmByTyping } from "./prompt.ts";

const terminal = () => Object.assign(new PassThrough(), { isTTY: true });

/** Somebody at a terminal, with what they type. `undefined` is Ctrl-D. */
function person(answer: string | undefined, more: Partial<Asking> = {}): Asking & { shown: () => string } {
  const stdin = terminal();
  const stderr = terminal();
  stdin.end(answer === undefined ? "" : `${answer}\n`);
  return {
    options: {},
    signal: new AbortController().signal,
    stdin,
    stderr,
    ...more,
    shown: () => String(stderr.read() ?? ""),
  };
}

describe("confirm", () => {
  test.each([
    ["y", true],
    ["YES", true],
    [" y ", true],
    ["n", false],
    ["", false],
    ["yep", false],
    [undefined, false],
  ])("takes %j as %s", async (answer, agreed) => {
    expect(await confirm("Go on?", person(answer))).toBe(agreed);
  });

  test("shows the question and that no is the default", async () => {
    const asked = person("y");
    await confirm("Run natively?", asked);
    expect(asked.shown()).toBe("Run natively? [y/N] ");
  });

  test("asks nothing with --yes, terminal or not", async () => {
    const asked = person(undefined, { options: { yes: true }, stdin: new PassThrough() });
    expect(await confirm("Go on?", asked)).toBe(true);
    expect(asked.shown()).toBe("");
  });

  test("names --yes where there is no terminal to ask on", async () => {
    const answer = confirm("Run natively?", person("y", { stdin: new PassThrough() }));
    await expect(answer).rejects.toThrow(UserError);
    await expect(answer).rejects.toMatchObject({
      exitCode: 64,
      problems: [{ remedy: expect.stringContaining("--yes") }],
    });
  });

  test("is interrupted by the signal", async () => {
    const interruption = new AbortController();
    const answer = confirm("Go on?", person("y", { stdin: terminal(), signal: interruption.signal }));
    interruption.abort();
    await expect(answer).rejects.toThrow(Interrupted);
  });
});

describe("confirmByTyping", () => {
  test.each([
    ["grafana", true],
    ["y", false],
    ["Grafana", false],
    [undefined, false],
  ])("wants the word itself: %j is %s", async (answer, agreed) => {
    expect(await confirmByTyping("This wipes grafana's data.", "grafana", person(answer))).toBe(agreed);
  });

  test("says what will be lost before it asks", async () => {
    const asked = person("grafana");
    await confirmByTyping("This wipes grafana's data.", "grafana", asked);
    expect(asked.shown()).toBe("This wipes grafana's data.\nType grafana to go on: ");
  });
});
