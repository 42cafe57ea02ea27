import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { render } from "ink";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { ThemeProvider, themeOf } from "../theme.ts";

/** A component on a terminal that only pretends: what is drawn is text, what is pressed is given. */
export interface TestScreen {
  /** What is drawn now, without colours. */
  frame(): string;
  /** Types characters, or one escape sequence. */
  press(input: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until it is drawn, and gives back the frame. */
  shows(text: string | RegExp): Promise<string>;
  hides(text: string): Promise<string>;
  /** Whether the component has asked to leave. */
  left(): boolean;
  unmount(): void;
}

export const keys = {
  up: "\u001b[A",
  down: "\u001b[B",
  pageUp: "\u001b[5~",
  escape: "\u001b",
  ctrlC: "\u0003",
  enter: "\r",
};

export function renderScreen(
  node: ReactNode,
  size: { columns: number; rows: number } = { columns: 80, rows: 24 },
): TestScreen {
  let frame = "";
  let left = false;
  const stdout = Object.assign(new EventEmitter(), {
    ...size,
    isTTY: true,
    writable: true,
    write: (text: string, written?: () => void) => {
      // In debug mode each write is one whole frame; what is empty or only moves the cursor is none.
      const shown = stripVTControlCharacters(text);
      if (shown.trim() !== "") frame = shown;
      written?.();
      return true;
    },
  });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  const app = render(<ThemeProvider value={themeOf({ colour: false, unicode: true })}>{node}</ThemeProvider>, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  void app.waitUntilExit().then(() => {
    left = true;
  });
  const until = (holds: () => boolean, what: string) =>
    vi.waitFor(() => {
      if (!holds()) throw new Error(`${what}:\n${frame}`);
      return frame;
    }, 3000);
  return {
    frame: () => frame,
    press: (input) => void stdin.write(input),
    resize: (columns, rows) => {
      Object.assign(stdout, { columns, rows });
      stdout.emit("resize");
    },
    shows: (text) =>
      until(
        () => (typeof text === "string" ? frame.includes(text) : text.test(frame)),
        `The screen did not show ${text}`,
      ),
    hides: (text) => until(() => !frame.includes(text), `The screen kept showing ${text}`),
    left: () => left,
    unmount: () => app.unmount(),
  };
}
