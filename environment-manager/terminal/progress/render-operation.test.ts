import { describe, expect, test } from "vitest";
import { Interrupted, UserError } from "../../errors.ts";
import type { Operation, ProgressEvent } from "../../progress.ts";
import { type ProgressOutput, progressOutputFor, renderOperation } from "./render-operation.ts";

const events: readonly ProgressEvent[] = [
  { kind: "step", title: "Start the services", state: "started" },
  { kind: "service", service: "grafana", state: "healthy" },
  { kind: "warning", problem: { what: "Few s3cret GiB" } },
  { kind: "step", title: "Start the services", state: "done" },
];

async function* operation(failure?: Error, seen: string[] = []): Operation<string> {
  try {
    for (const event of events) yield event;
    if (failure) throw failure;
    return "result";
  } finally {
    seen.push("cleaned up");
  }
}

/** Renders into a text; time stands still. */
async function render(output: ProgressOutput, source: Operation<string>) {
  let text = "";
  const stderr = { columns: 80, rows: 24, write: (part: string) => (text += part) };
  const redact = (part: string) => part.replaceAll("s3cret", "***");
  const result = await renderOperation(source, {
    output,
    stderr,
    colour: false,
    unicode: true,
    redact,
    clock: () => 0,
  }).catch((error: unknown) => error);
  return { text, result };
}

describe("renderOperation", () => {
  test.each(["live", "plain", "json", "quiet"] as const)(
    "gives the operation's result in the %s form",
    async (output) => {
      expect((await render(output, operation())).result).toBe("result");
    },
  );

  test.each(["live", "plain", "json", "quiet"] as const)("passes on its error in the %s form", async (output) => {
    const failure = new UserError({ what: "no" });
    expect((await render(output, operation(failure))).result).toBe(failure);
  });

  test.each(["live", "plain", "json", "quiet"] as const)("masks secrets in the %s form", async (output) => {
    const { text } = await render(output, operation());
    expect(text).toContain("Few *** GiB");
  });

  test("leaves finished steps, warnings and the services' last states on the screen", async () => {
    const { text } = await render("live", operation());
    const [, last = ""] = text.split("⠋ Start the services").slice(-2);
    expect(last).toContain("✓ Start the services (0.0s)");
    expect(text).toContain("● grafana  healthy");
  });

  test("marks the step that an error came from", async () => {
    async function* fails(): Operation<string> {
      yield { kind: "step", title: "Pull images", state: "started" };
      throw new Interrupted();
    }
    const { text } = await render("live", fails());
    expect(text).toContain("✗ Pull images");
  });

  test("hides the cursor while it draws and shows it at the end", async () => {
    const before = process.listenerCount("SIGINT");
    const { text } = await render("live", operation(new Error("boom")));
    expect(text.startsWith("\u001b[?25l")).toBe(true);
    expect(text.endsWith("\u001b[?25h")).toBe(true);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  test("lets the operation clean up when its events cannot be shown", async () => {
    const seen: string[] = [];
    const stderr = {
      write: () => {
        throw new Error("EIO");
      },
    };
    const rendering = renderOperation(operation(undefined, seen), {
      output: "plain",
      stderr,
      colour: false,
      unicode: true,
    });
    await expect(rendering).rejects.toThrow("EIO");
    expect(seen).toEqual(["cleaned up"]);
  });
});

describe("progressOutputFor", () => {
  test.each([
    [{ isTTY: true }, { TERM: "xterm" }, {}, "live"],
    [{ isTTY: true }, { TERM: "dumb" }, {}, "plain"],
    [{}, { TERM: "xterm" }, {}, "plain"],
    [{ isTTY: true }, {}, { json: true }, "json"],
    [{ isTTY: true }, {}, { quiet: true, json: true }, "quiet"],
  ])("for %o with %o and %o is %s", (stderr, env, flags, output) => {
    expect(progressOutputFor(stderr, env, flags)).toBe(output);
  });
});
