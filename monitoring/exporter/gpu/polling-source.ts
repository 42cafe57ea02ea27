import type { GpuSnapshot } from "./snapshot.ts";
import type { GpuReading, GpuSource } from "./source.ts";

/** One way to read all cards: `read` takes its time, but not for ever, and rejects with an Error that says what is wrong. */
export type GpuQuery = {
  readonly read: () => Promise<{ readonly snapshot: GpuSnapshot; readonly complaints: readonly string[] }>;
  readonly stop: () => void;
};

/** How many intervals a reading is good for; an older one is history. */
const freshIntervals = 4;
/** How many intervals, or gaps between scrapes, nobody need ask for the reading to end until somebody asks again. */
const [idleIntervals, idleGaps] = [10, 2.5];

/** Asks `query` every interval, in the background, for as long as somebody wants to know. */
export const pollingSource = (query: GpuQuery, intervalMs: number): GpuSource => {
  let reading: GpuReading = { state: "pending" };
  let readAt = Number.NEGATIVE_INFINITY;
  let lastSuccessAt: number | undefined;
  let [wantedAt, gap] = [performance.now(), 0];
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let stopped = false;

  const readOnce = async (): Promise<void> => {
    const startedAt = performance.now();
    const took = (): number => (performance.now() - startedAt) / 1000;
    try {
      const { snapshot, complaints } = await query.read();
      const at = Date.now() / 1000;
      if (complaints.length === 0) lastSuccessAt = at;
      reading = { state: "read", at, tookSeconds: took(), snapshot, complaints };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      reading = { state: "failed", reason, tookSeconds: took(), lastSuccessAt };
    }
    readAt = performance.now();
  };

  const isWanted = (): boolean => performance.now() - wantedAt < Math.max(idleIntervals * intervalMs, idleGaps * gap);

  const refresh = (): void => {
    timer = undefined;
    underWay = readOnce().then(() => {
      underWay = undefined;
      if (stopped || !isWanted()) return;
      timer = setTimeout(refresh, intervalMs);
      timer.unref();
    });
  };

  refresh();
  return {
    latest: () => {
      gap = performance.now() - wantedAt;
      wantedAt = performance.now();
      if (timer === undefined && underWay === undefined && !stopped) refresh();
      const isFresh = performance.now() - readAt < freshIntervals * intervalMs;
      return isFresh || reading.state === "failed" ? reading : { state: "pending" };
    },
    settled: async (waitMs) => {
      if (underWay === undefined) return;
      await Promise.race([
        underWay,
        new Promise<void>((resolve) => {
          setTimeout(resolve, waitMs).unref();
        }),
      ]);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      query.stop();
    },
  };
};
