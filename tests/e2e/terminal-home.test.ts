import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasTmux, openTerminal, type Terminal } from "./support/tmux.ts";

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const fixture = join(import.meta.dirname, "fixtures", "home-demo.tsx");
const nodeModules = join(import.meta.dirname, "..", "..", "node_modules");

describe.runIf(await hasTmux())("the home screen in a real terminal", () => {
  let folder: string;
  let terminal: Terminal | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "home-demo-"));
    await symlink(nodeModules, join(folder, "node_modules"));
    await build({
      entryPoints: [fixture],
      outfile: join(folder, "demo.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      jsx: "automatic",
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => terminal?.close());

  /** A shell that has shown something already, with the home screen over it. */
  const open = async (columns = 80, rows = 24, settings = "") => {
    terminal = await openTerminal({ columns, rows });
    await terminal.enter("echo before");
    await terminal.enter(
      `NODE_ENV=production ${settings} '${process.execPath}' '${folder}/demo.mjs'; echo "ended with $?"`,
    );
    return terminal;
  };

  test.each([
    [80, 24],
    [60, 20],
    [140, 40],
  ])("fills %i by %i and keeps inside", async (columns, rows) => {
    const { shows } = await open(columns, rows, "DEMO_GPUS=8");
    const screen = await shows("GPUs");
    expect(screen.split("\n")[0]).toMatch(/env-manager.*docker$/);
    expect(screen.trimEnd().split("\n")).toHaveLength(rows);
    expect(screen.trimEnd().split("\n").at(-1)).toContain("q quit");
  });

  test("is drawn in its place though something was typed while it loaded", async () => {
    const { shows, press } = await open();
    await press("x", "y", "z");
    await shows("gpu-box-7");
    await shows(/^ env-manager {2}\/srv\/monitoring/);
  });

  test("gives the terminal back as it was on q", async () => {
    const { shows, press, enter, fact } = await open();
    await shows("gpu-box-7");
    expect(await fact("alternate_on")).toBe("1");
    await press("q");
    const screen = await shows("ended with 0");
    expect(screen).toContain("before");
    expect(screen).not.toContain("gpu-box-7");
    expect(await fact("alternate_on")).toBe("0");
    expect(await fact("cursor_flag")).toBe("1");
    await enter("stty -a | grep -o ' echo ' && echo typed");
    await shows(/^typed$/m);
  });

  test.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)("gives the terminal back when %s ends it", async (signal) => {
    const { shows, fact, children } = await open();
    await shows("gpu-box-7");
    for (const child of await children()) process.kill(child, signal);
    const screen = await shows("ended with 130");
    expect(screen).toContain("before");
    expect(await fact("alternate_on")).toBe("0");
    expect(await fact("cursor_flag")).toBe("1");
  });

  test("ends with its terminal", async () => {
    const { shows, children, close } = await open();
    await shows("gpu-box-7");
    const [child] = await children();
    await close();
    await expect.poll(() => isAlive(child ?? 0), { timeout: 10_000 }).toBe(false);
  });

  test("is drawn whole again at every size that the window takes", async () => {
    const { shows, resize, screen } = await open(80, 24);
    await shows("gpu-box-7");
    await resize(140, 40);
    await shows(/Services.*Host/);
    await resize(60, 20);
    await shows(/^── GPUs ─{52}$/m);
    await resize(80, 24);
    await shows(/^── GPUs ─{72}$/m);
    const last = await screen();
    expect(last.match(/gpu-box-7/g)).toHaveLength(1);
    expect(last.match(/grafana/g)).toHaveLength(1);
  });

  test("enables with e, shows how it goes, and stops it with ctrl-c", async () => {
    const { shows, press } = await open(80, 24, "DEMO_ENABLED=no DEMO_PACE=200");
    await shows("Press e to start it");
    await press("e");
    await shows(/grafana\/grafana:12\.4\.0 .*\d\d%/);
    await press("C-c");
    await shows("Interrupted. Do it again");
    await press("C-c");
    await shows("ended with 0");
  });

  test("quits at once on the second ctrl-c, and says that what ran was interrupted", async () => {
    const { shows, press } = await open(80, 24, "DEMO_ENABLED=no DEMO_PACE=200");
    await shows("Press e to start it");
    await press("e");
    await shows("ctrl-c stops it");
    await press("C-c", "C-c");
    await shows(/ended with (0|130)/);
  });

  test("reads a log, filters it, and goes back", async () => {
    const { shows, hides, press } = await open();
    await shows("grafana");
    await press("l");
    await shows("line 60 of prometheus");
    await press("/");
    await press("e", "r", "r", "o", "r");
    await hides("line 59");
    await press("Enter");
    await shows("3 lines");
    await press("Escape");
    await shows("line 59");
    await press("Escape");
    await shows("gpu-box-7");
  });

  test("is drawn in ASCII where the locale is not UTF-8, without colours where NO_COLOR says so", async () => {
    const { shows } = await open(80, 24, "LC_ALL=C NO_COLOR=1 DEMO_GPUS=2");
    const screen = await shows("GPUs");
    expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
    expect(screen).toContain("> * prometheus");
  });
});
