import type { GpuSnapshot } from "./snapshot.ts";

/** What is known of the GPUs at a moment. Times are seconds since 1970. */
export type GpuReading =
  /** There is no GPU to read, and that is certain. */
  | { readonly state: "absent"; readonly at: number; readonly tookSeconds: number }
  /** The first answer is still on its way. */
  | { readonly state: "pending" }
  | {
      readonly state: "read";
      readonly at: number;
      readonly tookSeconds: number;
      readonly snapshot: GpuSnapshot;
      /** What went wrong beside: one card of several that could not be read. */
      readonly complaints: readonly string[];
    }
  /** There are GPUs, and they cannot be read. */
  | {
      readonly state: "failed";
      readonly reason: string;
      readonly tookSeconds: number;
      readonly lastSuccessAt: number | undefined;
    };

/**
 * Where GPU readings come from. A source works in the background and is asked for what it knows: the driver's calls may
 * hang, and a scrape must not.
 */
export type GpuSource = {
  /** What is known now. Never waits, never throws. Being asked tells the source that its readings are wanted. */
  readonly latest: () => GpuReading;
  /** Settles when the reading that is under way ends, or after `waitMs`. Never rejects. */
  readonly settled: (waitMs: number) => Promise<void>;
  /** Ends what runs in the background, by force if need be, without waiting for it. */
  readonly stop: () => void;
};
