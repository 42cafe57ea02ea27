import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execaSync } from "execa";

const repository = dirname(dirname(import.meta.dirname));

/** What the launcher and its npm may call besides Node. */
const tools = ["sh", "find", "cmp", "cp", "mkdir", "rm", "readlink", "flock", "sleep", "ln"];

/**
 * A clone in miniature, for the launcher alone: its build copies the program, which prints its arguments; its npm only
 * leaves the traces that the launcher looks for and counts its calls.
 */
export interface MiniatureClone {
  /** A folder with a blank in its name. */
  readonly root: string;
  readonly launcher: string;
  /** The only folder on PATH. */
  readonly bin: string;
  /** Of a start with nothing in its environment but PATH. */
  readonly options: {
    readonly env: { readonly PATH: string };
    readonly extendEnv: false;
    readonly reject: false;
    readonly cwd: string;
  };
  write(path: string, text: string): void;
  /** How often npm and the build have been called. */
  calls(): { npm: readonly string[]; builds: number };
  remove(): void;
}

export function miniatureClone(): MiniatureClone {
  const folder = mkdtempSync(join(tmpdir(), "launcher-"));
  const root = join(folder, "a clone");
  const bin = join(folder, "bin");
  const launcher = join(root, "env-manager");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  mkdirSync(bin);
  for (const tool of tools) symlinkSync(execaSync`which ${tool}`.stdout, join(bin, tool));
  for (const path of ["package-lock.json", "tsconfig.json", "monitoring/exporter/main.ts", "scripts/build/a.ts"])
    write(path, "");
  write("package.json", '{ "type": "module" }');
  write("environment-manager/main.ts", program("one"));
  write("scripts/build.ts", build);
  copyFileSync(join(repository, "env-manager"), launcher);
  writeFileSync(join(bin, "npm"), npm, { mode: 0o755 });
  // Others are to be able to read it, whoever made it.
  for (const path of [folder, bin, root]) chmodSync(path, 0o755);
  return {
    root,
    launcher,
    bin,
    options: { env: { PATH: bin }, extendEnv: false, reject: false, cwd: "/" },
    write,
    calls: () => ({ npm: lines(join(folder, "npm-calls")), builds: lines(join(folder, "builds")).length }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const lines = (file: string): string[] => (existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []);

/** Prints its name and arguments, one a line, and exits 7. */
export const program = (name: string): string =>
  `process.stdout.write(["${name}", ...process.argv.slice(2)].join("\\n")); process.exitCode = 7;`;

const build = `
import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
const root = dirname(import.meta.dirname);
if (process.argv[2] === "--check") process.exit(1);
mkdirSync(join(root, "dist"), { recursive: true });
appendFileSync(join(root, "..", "builds"), "built\\n");
copyFileSync(join(root, "environment-manager", "main.ts"), join(root, "dist", "main.js"));
writeFileSync(join(root, "dist", "build.json"), "{}");
`;

const npm = `#!/bin/sh
[ "$1" = install ] || exit 0
echo "$*" >>../npm-calls
[ ! -e ../npm-fails ] || { echo 'npm error network request failed' >&2; exit 1; }
mkdir -p node_modules/half
while [ -e ../npm-hangs ]; do sleep 0.05; done
mkdir -p node_modules/esbuild node_modules/node-linux-${process.arch}/bin
ln -sf "${process.execPath}" node_modules/node-linux-${process.arch}/bin/node
`;
