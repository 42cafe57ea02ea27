import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { LogLine, LogRequest } from "../runtime.ts";
import type { NativeInstallation } from "./installation.ts";
import { logLimits } from "./supervisor/log-file.ts";
import { tail } from "./tail.ts";

/** Pause between two looks at whether a log has grown. */
const followMs = 200;

/** The last lines of the services' logs, in the order of their times, and then what is added to them. */
export async function* nativeLogs(
  { layout, services }: NativeInstallation,
  request: LogRequest,
): AsyncIterable<LogLine> {
  const names = request.services.length > 0 ? request.services : services.map(({ name }) => name);
  const followers = names.map((name) => follow(name, layout.log(name)));
  const old = names.flatMap((name, index) =>
    lastLines(layout.log(name), request.tail, followers[index]?.from).map((line) => parse(name, line)),
  );
  // Each service's own lines stay in their order: the sort is stable, and they have a time each.
  yield* old.sort((one, other) => (one.time?.getTime() ?? 0) - (other.time?.getTime() ?? 0));
  try {
    while (request.follow && !request.signal.aborted) {
      const added = followers.flatMap((follower) => follower.read());
      yield* added;
      if (added.length === 0) await wait(followMs, undefined, { signal: request.signal }).catch(() => {});
    }
  } finally {
    for (const follower of followers) follower.close();
  }
}

/** Reaches back into the files that were set aside where the current one, up to `end`, has too few lines. */
function lastLines(path: string, count: number, end: number | undefined): readonly string[] {
  let lines = tail(path, count, end);
  for (let age = 1; age <= logLimits.older && lines.length < count; age++) {
    lines = [...tail(`${path}.${age}`, count - lines.length), ...lines];
  }
  return lines;
}

function parse(service: string, line: string): LogLine {
  const [, time, text] = /^(\d{4}-\d\d-\d\dT\S+Z) (.*)$/s.exec(line) ?? [];
  return time === undefined || text === undefined ? { service, text: line } : { service, time: new Date(time), text };
}

/** Reads what is added to a file from now on, also when it is set aside and another begun. */
function follow(service: string, path: string) {
  let file: number | undefined;
  let inode = 0;
  let position = 0;
  let rest = Buffer.alloc(0);

  const open = (atEnd: boolean) => {
    try {
      file = openSync(path, "r");
    } catch {
      // Not there yet: it is tried again at the next look.
      return;
    }
    const found = fstatSync(file);
    inode = found.ino;
    position = atEnd ? found.size : 0;
  };
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  const readAll = (): string[] => {
    if (file === undefined) return [];
    const length = fstatSync(file).size - position;
    if (length <= 0) return [];
    const piece = Buffer.alloc(length);
    position += readSync(file, piece, 0, length, position);
    const text = Buffer.concat([rest, piece]);
    const end = text.lastIndexOf(10) + 1;
    rest = text.subarray(end);
    return end === 0 ? [] : text.toString("utf8", 0, end - 1).split("\n");
  };

  open(true);
  return {
    close,
    /** Where it begins; what is before belongs to the old lines. */
    from: position,
    read(): readonly LogLine[] {
      const lines = readAll();
      const now = statSync(path, { throwIfNoEntry: false });
      if (now && (file === undefined || now.ino !== inode)) {
        close();
        open(false);
        lines.push(...readAll());
      }
      return lines.map((line) => parse(service, line));
    },
  };
}
