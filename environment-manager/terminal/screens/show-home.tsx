import { setTimeout as sleep } from "node:timers/promises";
import { render } from "ink";
import { Interrupted } from "../../errors.ts";
import type { Look } from "../look.ts";
import { Home } from "./home.tsx";
import type { HomeActions } from "./home-model.ts";
import { Keyboard } from "./keyboard.tsx";
import { operationRunner } from "./operation-runner.ts";
import { ThemeProvider, themeOf } from "./theme.ts";

/** How long an operation may take to stop in order after the screen was left. */
const stoppingMilliseconds = 5000;

/**
 * Shows the home screen on the terminal's other screen until it is left, and gives the terminal back as it was.
 *
 * @param options.signal ends it from outside (SIGTERM, SIGHUP): what runs is aborted
 * @throws Interrupted when the signal ended it, or an operation was aborted by leaving
 */
export async function showHome(
  actions: HomeActions,
  options: {
    readonly look: Look;
    readonly signal: AbortSignal;
    readonly readOnly?: boolean;
    readonly stdin?: NodeJS.ReadStream;
    readonly stdout?: NodeJS.WriteStream;
  },
): Promise<void> {
  const { look, signal, readOnly = false, stdin = process.stdin, stdout = process.stdout } = options;
  const runner = operationRunner();
  // What was typed while the program loaded has moved the cursor, and the first frame is drawn from where it is. From
  // here on what is typed is not shown any more.
  stdin.setRawMode(true);
  stdout.write("\r");
  const screen = render(
    <ThemeProvider value={themeOf(look)}>
      <Keyboard>
        <Home actions={actions} runner={runner} readOnly={readOnly} />
      </Keyboard>
    </ThemeProvider>,
    // Interactive even where CI is set: whoever calls has made sure that there is a terminal.
    {
      stdin,
      stdout,
      alternateScreen: true,
      exitOnCtrlC: false,
      interactive: true,
      maxFps: 20,
      incrementalRendering: true,
    },
  );
  const leave = () => screen.unmount();
  signal.addEventListener("abort", leave, { once: true });
  // The terminal is gone: no key will ever come, and giving it back fails. These listeners stay, for what fails late.
  stdin.once("end", leave);
  for (const stream of [stdin, stdout]) stream.on("error", leave);
  try {
    if (signal.aborted) leave();
    await screen.waitUntilExit();
  } finally {
    signal.removeEventListener("abort", leave);
    stdin.off("end", leave);
    stdin.setRawMode(false);
    runner.abort();
    await Promise.race([runner.settled(), sleep(stoppingMilliseconds, undefined, { ref: false })]);
  }
  const view = runner.view();
  if (signal.aborted || view.phase === "running") throw new Interrupted();
}
