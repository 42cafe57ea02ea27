import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { render } from "ink";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { Keyboard } from "../keyboard.tsx";
import { ThemeProvider, themeOf } from "../theme.ts";

/** A component on a terminal that only pretends: what is drawn is text, what is pressed is given. */
export interface TestScreen {
  /** What is drawn now, without colours. */
  frame(): string;
  /** Types characters, or one escape sequence. */
  press(input: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until it is drawn, be it for a moment only, and gives back the frame. */
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
  const frames: string[] = [];
  /** The frame that was waited for last: what is waited for next may have come and gone since, but not before. */
  let seen = 0;
  let left = false;
  const stdout = Object.assign(new EventEmitter(), {
    ...size,
    isTTY: true,
    writable: true,
    write: (text: string, written?: () => void) => {
      // In debug mode each write is one whole frame; what is empty or only moves the cursor is none.
      const shown = stripVTControlCharacters(text);
      if (shown.trim() !== "") frames.push(shown);
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
  const app = render(
    <ThemeProvider value={themeOf({ colour: false, unicode: true })}>
      <Keyboard>{node}</Keyboard>
    </ThemeProvider>,
    {
      stdout: stdout as unknown as NodeJS.WriteStream,
      stdin: stdin as unknown as NodeJS.ReadStream,
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  void app.waitUntilExit().then(() => {
    left = true;
  });
  const frame = () => frames.at(-1) ?? "";
  const until = (what: string, find: () => number) =>
    vi.waitFor(() => {
      const found = find();
      if (found < 0) throw new Error(`${what}:\n${frame()}`);
      seen = found;
      return frames[found] ?? "";
    }, 5000);
  return {
    frame,
    press: (input) => void stdin.write(input),
    resize: (columns, rows) => {
      Object.assign(stdout, { columns, rows });
      stdout.emit("resize");
    },
    shows: (text) =>
      until(`The screen did not show ${text}`, () =>
        frames.findIndex(
          (one, index) => index >= seen && (typeof text === "string" ? one.includes(text) : text.test(one)),
        ),
      ),
    hides: (text) => until(`The screen kept showing ${text}`, () => (frame().includes(text) ? -1 : frames.length - 1)),
    left: () => left,
    unmount: () => app.unmount(),
  };
}
