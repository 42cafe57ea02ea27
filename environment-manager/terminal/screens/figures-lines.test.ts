import { describe, expect, test } from "vitest";
import { figuresLines } from "./figures-lines.ts";
import { pretendedFigures, pretendedGpus } from "./testing/pretended-home.ts";
import { themeOf } from "./theme.ts";

const theme = themeOf({ colour: false, unicode: true });
const size = { width: 80, now: Date.now() };

describe("figuresLines", () => {
  test("shows a bar beside each share and rates by the second", () => {
    expect(figuresLines(pretendedFigures(), theme, size).host.lines).toEqual([
      "   CPU      ████████░░░░░░░░░░░░  42%  of 64 cores  load 27 20 8.4",
      "   Memory   ████████████░░░░░░░░  61%  312 of 512 GiB",
      "   Disk     ██████████████████░░  92%  1.7 of 1.8 TiB on /data",
      "   Disk I/O 12 MiB/s read, 3.1 MiB/s written",
      "   Network  118 MiB/s received, 2.2 MiB/s sent",
    ]);
  });

  test("says that rates are still to come after the first reading", () => {
    const figures = { kind: "read", host: { cores: 1 }, gpus: { kind: "none" } } as const;
    expect(figuresLines(figures, theme, size).host.lines).toEqual([
      "   CPU      ░░░░░░░░░░░░░░░░░░░░    …  of 1 core",
      "   Disk I/O …",
      "   Network  …",
    ]);
  });

  test("aligns the GPUs' figures, and tells a figure that a card does not have from zero", () => {
    expect(figuresLines(pretendedFigures(pretendedGpus(3)), theme, size).gpus).toEqual([
      "   0 H200  ██████████  98%  128 of 139 GiB  71°C  684 of 700 W",
      "   1 H200  █████████░  85%  111 of 139 GiB  67°C  607 of 700 W",
      "   2 H200  ░░░░░░░░░░  n/a   94 of 139 GiB  63°C  530 of 700 W",
    ]);
  });

  test("tells since when a dead collector has read nothing", () => {
    const dead = { kind: "dead", lastSuccess: new Date(size.now - 184_000) } as const;
    expect(figuresLines(pretendedFigures(dead), theme, size).gpus[0]).toBe(
      "   ✗ The GPUs cannot be read, for 3m 04s now",
    );
  });

  test("says that not all could be read beside the GPUs that could", () => {
    const some = { ...pretendedGpus(1), complaint: true } as ReturnType<typeof pretendedGpus>;
    expect(figuresLines(pretendedFigures(some), theme, size).gpus).toHaveLength(2);
  });
});
