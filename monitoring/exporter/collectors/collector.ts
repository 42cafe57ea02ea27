import type { Emit } from "../exposition/section.ts";
import type { Flag } from "../flags/flag.ts";
import type { FlagValues } from "../flags/parse.ts";
import type { Paths } from "../reading/paths.ts";

/** One scrape, as its collectors see it. */
export type Scrape = {
  /** When the collectors must be done, in milliseconds on the clock of `performance.now()`. */
  readonly deadline: number;
  /** The text of a file that more than one collector reads, read once a scrape. */
  readonly sharedText: (path: string) => string;
};

/** What a collector is made of. */
type Setup = { readonly paths: Paths; readonly flags: FlagValues; readonly log: (line: string) => void };

/** A collector at work; it may remember things from one scrape to the next. */
export type Collector = {
  /**
   * Emits what is there now. What was emitted before an Error still counts; the Error marks the collector as failed:
   * {@link NoData} quietly, any other with a line in the log. A promise must settle in time for `scrape.deadline`; what
   * comes later is dropped.
   */
  readonly collect: (scrape: Scrape, emit: Emit) => void | Promise<void>;
  /** Whether a system call of its own hangs in a thread, which the process could not leave behind when it exits. */
  readonly holdsThreads?: () => boolean;
  /** Lets go of timers and children. */
  readonly stop?: () => void;
};

/** A collector as the registry lists it. */
export type CollectorDefinition = {
  readonly name: string;
  readonly help: string;
  readonly defaultEnabled: boolean;
  /** Its own flags, besides `--collector.NAME` and `--no-collector.NAME`. */
  readonly flags: readonly Flag<unknown>[];
  /** Throws `UsageError` when its flags contradict each other. */
  readonly create: (setup: Setup) => Collector;
};

/** Says that this machine has nothing for a collector, in contrast to one that is broken. */
export class NoData extends Error {
  override readonly name = "NoData";
}
