import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FoundProgram, NativeService } from "../../stack/native-service.ts";
import type { ServiceDefinition } from "./definition.ts";
import type { NativeLayout } from "./layout.ts";

/** Makes ready what a service needs on disk, and says how it is to be run. Writes nothing that is there already. */
export function defineService(service: NativeService, program: FoundProgram, layout: NativeLayout): ServiceDefinition {
  const data = layout.data(service.name);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  for (const { path, content } of service.files) if (content !== undefined) writeIfDifferent(path, content);

  const { arguments: parameters, environment, folder = data } = service.command(program, data);
  const script = service.program.kind === "script" ? [service.program.path] : [];
  const run = { command: [program.path, ...script, ...parameters], environment, folder };
  const contentOf = (change: "restart" | "reload") =>
    service.files.filter(({ onChange }) => onChange === change).map(({ path }) => contentHash(path));
  return {
    name: service.name,
    ...run,
    readiness: service.readiness,
    stop: service.stop,
    // A program or script that was replaced in its place counts as another one.
    restartKey: hash([run, [program.path, ...script].map(stampOf), contentOf("restart"), service.readiness]),
    reloadKey: hash(contentOf("reload")),
  };
}

/** A reader sees the old file or the new one, never half of it. */
function writeIfDifferent(path: string, content: string): void {
  if (readOrNothing(path) === content) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, path);
}

/** Of a file its content, of a folder that of everything in it with its name. */
function contentHash(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return "missing";
  if (!found.isDirectory()) return hash(readFileSync(path, "base64"));
  return hash(
    readdirSync(path)
      .sort()
      .map((name) => [name, contentHash(join(path, name))]),
  );
}

function stampOf(path: string): unknown {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && [found.ino, found.size, found.mtimeMs];
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

const hash = (content: unknown) => createHash("sha256").update(JSON.stringify(content)).digest("hex");
