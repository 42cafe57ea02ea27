import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the last build was made of, and what it made. Its time of change is the time at which that build began. */
export interface BuildRecord {
  /** SHA-256 of every source, by its path below the root. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
  /** Outputs of the build before, kept for programs that have been running since. */
  readonly formerOutputs: readonly string[];
}

export const recordFile = "dist/build.json";

/** Folders and files whose changes the launcher notices; no bundle may be made of anything else. */
const watched =
  /^(environment-manager|monitoring\/exporter|scripts\/build)\/|^(package(-lock)?|tsconfig)\.json$|^scripts\/build\.ts$/;

/** Hashes the sources. One that changed after `began` (milliseconds since 1970) may not be what was built, and gets none. */
export function hashInputs(root: string, paths: readonly string[], began: number): Record<string, string> {
  const stranger = paths.find((path) => !watched.test(path));
  if (stranger !== undefined) throw new Error(`${stranger} is bundled, but the launcher does not notice its changes`);
  return Object.fromEntries(
    [...paths].sort().map((path) => [path, statSync(join(root, path)).ctimeMs >= began ? "" : hash(join(root, path))]),
  );
}

/** The last build's record; undefined where nothing has been built, or an interrupted build of old left half of it. */
export function readRecord(root: string): BuildRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(root, recordFile), "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether everything that `record` names is there, and what it was made of is unchanged. */
export function isCurrent(root: string, record: BuildRecord | undefined): boolean {
  if (record === undefined) return false;
  const unchanged = ([path, known]: [string, string]) =>
    existsSync(join(root, path)) && hash(join(root, path)) === known;
  return record.outputs.every((path) => existsSync(join(root, path))) && Object.entries(record.inputs).every(unchanged);
}

/** Writes the record in one step, as of `began` (milliseconds since 1970). */
export function writeRecord(root: string, record: BuildRecord, began: number): void {
  const file = join(root, recordFile);
  const written = `${file}.${process.pid}`;
  writeFileSync(written, `${JSON.stringify(record, null, 1)}\n`);
  utimesSync(written, began / 1000, began / 1000);
  renameSync(written, file);
}

const hash = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
