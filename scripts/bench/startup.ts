import { join } from "node:path";
import { execute, interleave, report } from "./measure.ts";

/** How much later than bare Node the program answers. */
export async function benchStartup(root: string): Promise<void> {
  const launcher = join(root, "env-manager");
  const node = (...args: string[]) => execute(process.execPath, args);
  execute(launcher, ["--version"]);
  const timings = await interleave(
    [
      { name: "node -e 0", run: () => node("-e", "0") },
      { name: "env-manager --version", run: () => execute(launcher, ["--version"]) },
      { name: "env-manager --help", run: () => execute(launcher, ["--help"]) },
      {
        name: "node dist/main.js --version (no launcher)",
        run: () => node(join(root, "dist", "main.js"), "--version"),
      },
    ],
    40,
  );
  report("Start-up (demand: --help and --version ≤ 1.5 × node -e 0)", timings, "node -e 0");
}
