import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { WantedService } from "./definition.ts";
import type { NativeLayout } from "./layout.ts";
import type { ProcessIdentity } from "./process-table.ts";

/** A process that the supervisor has started, itself included. */
export interface RecordedProcess extends ProcessIdentity {
  readonly service: string;
}

/** What was to run when it was last written; nothing where there is no such file or it is damaged. */
export const readWantedServices = (layout: NativeLayout): readonly WantedService[] =>
  readJson<readonly WantedService[]>(layout.services) ?? [];

export const writeWantedServices = (layout: NativeLayout, services: readonly WantedService[]): void =>
  writeJson(layout.services, services);

export const readProcesses = (layout: NativeLayout): readonly RecordedProcess[] =>
  readJson<readonly RecordedProcess[]>(layout.processes) ?? [];

export const writeProcesses = (layout: NativeLayout, processes: readonly RecordedProcess[]): void =>
  writeJson(layout.processes, processes);

/** Undefined where the file is missing or damaged: all of these can be made anew. */
export function readJson<Content>(path: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** A reader sees the old content or the new one, never half of it. */
export function writeJson(path: string, content: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}
