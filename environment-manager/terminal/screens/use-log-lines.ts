import { useEffect, useState } from "react";
import type { LogLine } from "../../runtimes/runtime.ts";
import type { HomeActions } from "./home-model.ts";
import { appendLines } from "./log-view.ts";

export interface FollowedLog {
  readonly lines: readonly LogLine[];
  /** It will not go on. */
  readonly ended: boolean;
  readonly error?: unknown;
}

/** A busy service logs thousands of lines a second: what comes within this time is drawn at once. */
const gatherMilliseconds = 50;
const tail = 500;

/** Follows a service's log while the component is there. */
export function useLogLines(logs: HomeActions["logs"], service: string): FollowedLog {
  const [followed, setFollowed] = useState<FollowedLog>({ lines: [], ended: false });

  useEffect(() => {
    const stop = new AbortController();
    let gathered: LogLine[] = [];
    let timer: NodeJS.Timeout | undefined;
    const flush = () => {
      timer = undefined;
      const more = gathered;
      gathered = [];
      if (more.length > 0) setFollowed((before) => ({ ...before, lines: appendLines(before.lines, more) }));
    };
    const follow = async () => {
      for await (const line of logs.run({ services: [service], follow: true, tail, signal: stop.signal })) {
        gathered.push(line);
        timer ??= setTimeout(flush, gatherMilliseconds);
      }
    };
    follow()
      .then(
        () => ({}),
        (error: unknown) => ({ error }),
      )
      .then((end) => {
        if (stop.signal.aborted) return;
        clearTimeout(timer);
        flush();
        setFollowed((before) => ({ ...before, ...end, ended: true }));
      });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [logs, service]);

  return followed;
}
