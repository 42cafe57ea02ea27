import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Operation } from "../progress.ts";
import type { StackFile } from "../stack/files.ts";

/** Below the project directory: the SHA-256 of each generated file as it was last written. */
const recordPath = ".env-manager/generated.json";

/**
 * Writes the generated files that differ. One that somebody has changed by hand is copied aside first, and said.
 * A reader sees the old file or the new one, never half of it.
 */
export async function* writeStackFiles(directory: string, files: readonly StackFile[]): Operation<void> {
  const record = readRecord(directory);
  const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
  for (const { path, content } of files) {
    const target = join(directory, path);
    const present = existsSync(target) ? readFileSync(target, "utf8") : undefined;
    if (present !== undefined && present !== content && record[path] !== hash(present)) {
      const aside = join(directory, ".env-manager", "replaced", time, path);
      mkdirSync(dirname(aside), { recursive: true });
      copyFileSync(target, aside);
      yield {
        kind: "warning",
        problem: {
          what: `${path} is generated and had been changed by hand; it is written anew`,
          where: aside,
          remedy: "The changed file was kept there; lasting changes belong into monitoring/docker-compose.override.yml",
        },
      };
    }
    if (present !== content) writeAtomically(target, content);
    record[path] = hash(content);
  }
  writeAtomically(join(directory, recordPath), `${JSON.stringify(record, null, 2)}\n`);
}

/** Readable for everyone whatever the umask is, since services run as users of their own; secrets are not written here. */
function writeAtomically(target: string, content: string): void {
  if (existsSync(target) && readFileSync(target, "utf8") === content) return;
  makeFolder(dirname(target));
  const temporary = `${target}.${process.pid}.tmp`;
  const file = openSync(temporary, "w");
  fchmodSync(file, 0o644);
  writeFileSync(file, content);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, target);
}

/** Makes the folder and those above it that are missing, open to everyone's reading. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}

const hash = (content: string) => createHash("sha256").update(content).digest("hex");

function readRecord(directory: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(join(directory, recordPath), "utf8"));
  } catch {
    // None yet, or damaged: then every file that differs is taken for one changed by hand and kept aside.
    return {};
  }
}
