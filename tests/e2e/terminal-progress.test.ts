import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { hasTmux, openTerminal, type Terminal } from "./support/tmux.ts";

const demo = join(import.meta.dirname, "fixtures", "progress-demo.ts");
const command = (seconds: number) => `'${process.execPath}' '${demo}' ${seconds}; echo "ended with $?"`;

describe.runIf(await hasTmux())("progress in a real terminal", () => {
  let terminal: Terminal | undefined;
  afterEach(() => terminal?.close());

  const open = async (columns: number, rows: number) => {
    terminal = await openTerminal({ columns, rows });
    return terminal;
  };

  test("redraws in place and leaves each step and service once", async () => {
    const { enter, shows, fact } = await open(80, 24);
    await enter(command(1));
    const screen = await shows("ended with 0");
    expect(screen.match(/✓ Check this machine/g)).toHaveLength(1);
    expect(screen.match(/✓ Start the services/g)).toHaveLength(1);
    expect(screen.match(/grafana +healthy/g)).toHaveLength(1);
    expect(screen).not.toContain("pulling");
    expect(await fact("cursor_flag")).toBe("1");
  });

  test("hides the cursor while it draws, and gives it back on Ctrl-C", async () => {
    const { enter, shows, press, fact } = await open(80, 24);
    await enter(command(60));
    await shows("grafana/grafana:12.4.0");
    expect(await fact("cursor_flag")).toBe("0");
    await press("C-c");
    const screen = await shows("ended with 130");
    expect(screen).toContain("✗ Start the services");
    expect(screen).toContain("Interrupted. Run the same command again to go on.");
    expect(await fact("cursor_flag")).toBe("1");
  });

  test("gives the cursor back when a signal ends it that nobody else listens to", async () => {
    const { enter, shows, children, fact } = await open(80, 24);
    await enter(command(60));
    await shows("grafana/grafana:12.4.0");
    for (const child of await children()) process.kill(child, "SIGTERM");
    await shows("ended with 143");
    expect(await fact("cursor_flag")).toBe("1");
  });

  test("leaves no torn lines behind when the window gets narrower and wider again", async () => {
    const { enter, shows, resize } = await open(100, 24);
    await enter(command(6));
    await shows(/[2-5]\d%/);
    await resize(50, 24);
    await shows(/[6-9]\d%|starting/);
    await resize(100, 24);
    const screen = await shows("ended with 0");
    expect(screen.match(/Start the services/g)).toHaveLength(1);
    expect(screen.match(/docker-socket-proxy/g)).toHaveLength(1);
  });

  test("fits a low terminal", async () => {
    const { enter, shows } = await open(60, 7);
    await enter(command(1));
    await shows("ended with 0");
  });

  test("writes a line an event on a dumb terminal", async () => {
    const { enter, shows } = await open(80, 50);
    await enter(`TERM=dumb ${command(0.2)}`);
    const screen = await shows("ended with 0");
    expect(screen).toContain("◐ grafana starting: waiting for its health check");
    expect(screen).toContain("● grafana healthy");
  });
});
