import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A real terminal to look at: tmux draws what a program writes just as it would for a person. */
export interface Terminal {
  /** What is on the screen now, without the spaces at the lines' ends. */
  screen(): Promise<string>;
  /** Waits until the screen shows it, and gives back the screen. Fails with the last screen after `milliseconds`. */
  shows(expected: string | RegExp, milliseconds?: number): Promise<string>;
  /** Waits until the screen does not show it any more. */
  hides(unexpected: string | RegExp, milliseconds?: number): Promise<string>;
  /** Presses keys, by tmux' names: `C-c`, `Enter`, `Down`, `q`. */
  press(...keys: string[]): Promise<void>;
  /** Types a text and Enter. */
  enter(line: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** One of tmux' formats about the pane: `cursor_flag`, `alternate_on`, `pane_pid`. */
  fact(format: string): Promise<string>;
  /** The processes that the shell runs now. */
  children(): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** Whether a terminal can be had here; says why not. */
export async function hasTmux(): Promise<boolean> {
  return run("tmux", ["-V"]).then(
    () => true,
    () => {
      console.log("skipped, everything that looks at a real terminal: tmux is not on PATH (apt install tmux)");
      return false;
    },
  );
}

/** The text as one word of a shell's command line. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** By the kernel's list (proc_pid_children(5)). */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return list.trim().split(" ").filter(Boolean).map(Number);
}

/** A shell in a terminal of its own, on a tmux server that nobody else uses. */
export async function openTerminal(options: {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly directory?: string;
}): Promise<Terminal> {
  const folder = await mkdtemp(join(tmpdir(), "env-manager-tmux-"));
  const server = ["-S", join(folder, "socket"), "-f", "/dev/null"];
  const tmux = async (...args: string[]) => (await run("tmux", [...server, ...args])).stdout;
  const environment = { LC_ALL: "C.UTF-8", ENV: "", ...options.env };
  await tmux(
    "new-session",
    "-d",
    ...["-x", String(options.columns), "-y", String(options.rows)],
    ...Object.entries(environment).flatMap(([name, value]) => ["-e", `${name}=${value}`]),
    ...(options.directory === undefined ? [] : ["-c", options.directory]),
    "sh",
  );

  const screen = () => tmux("capture-pane", "-p");
  const matches = (text: string, expected: string | RegExp) =>
    typeof expected === "string" ? text.includes(expected) : expected.test(text);
  const until = async (what: string, holds: (text: string) => boolean, milliseconds: number) => {
    const end = Date.now() + milliseconds;
    for (;;) {
      const text = await screen();
      if (holds(text)) return text;
      if (Date.now() > end) throw new Error(`The terminal ${what} for ${milliseconds} ms:\n${text}`);
      await sleep(50);
    }
  };

  const fact = async (format: string) => (await tmux("display-message", "-p", `#{${format}}`)).trim();

  const terminal: Terminal = {
    screen,
    shows: (expected, milliseconds = 15_000) =>
      until(`did not show ${expected}`, (text) => matches(text, expected), milliseconds),
    hides: (unexpected, milliseconds = 15_000) =>
      until(`kept showing ${unexpected}`, (text) => !matches(text, unexpected), milliseconds),
    press: async (...keys) => void (await tmux("send-keys", ...keys)),
    enter: async (line) => {
      await tmux("send-keys", "-l", line);
      await tmux("send-keys", "Enter");
    },
    resize: async (columns, rows) => void (await tmux("resize-window", "-x", String(columns), "-y", String(rows))),
    fact,
    children: async () => childrenOf(Number(await fact("pane_pid"))),
    close: async () => {
      await tmux("kill-server").catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await terminal.shows(/^[$#]/);
  return terminal;
}
