import { useCallback, useEffect, useState } from "react";

export interface Polled<Value> {
  /** What was read last; kept when a later reading fails. */
  readonly value?: Value;
  /** What the last reading failed with. */
  readonly error?: unknown;
  /** Reads again now, not only when it is time. */
  readonly refresh: () => void;
}

/**
 * Reads something again and again while `active`, a pause of so many milliseconds after each answer, so that a slow
 * answer never makes two readings overlap. `read` must stay the same function from render to render.
 */
export function usePolled<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
  { active, pause }: { readonly active: boolean; readonly pause: (readings: number) => number },
): Polled<Value> {
  const [latest, setLatest] = useState<{ readonly value?: Value; readonly error?: unknown }>({});
  const [wish, setWish] = useState(0);
  const refresh = useCallback(() => setWish((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new wish ends the pause
  useEffect(() => {
    if (!active) return;
    const stop = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let readings = 0;
    const readOnce = async () => {
      const next = await read(stop.signal).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if (stop.signal.aborted) return;
      readings++;
      setLatest((before) => ("value" in next || before.value === undefined ? next : { ...next, value: before.value }));
      timer = setTimeout(readOnce, pause(readings));
    };
    void readOnce();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [read, active, pause, wish]);

  return { ...latest, refresh };
}
