/** What may differ from run to run, and how it is held to its shape all the same. Everything else has to be equal. */
export interface FreeValue {
  /** The last key of the value's place. */
  readonly keys: readonly string[];
  readonly why: string;
  readonly fits: (recorded: unknown, live: unknown) => boolean;
}

const ISO_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const ISO_FRACTIONS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/;
const FIRST_MILLISECOND = 1_600_000_000_000;

function sameTime(recorded: unknown, live: unknown): boolean {
  if (typeof recorded === "number") return typeof live === "number" && live > FIRST_MILLISECOND;
  if (typeof recorded !== "string" || recorded === "" || typeof live !== "string") return recorded === live;
  const format = ISO_SECONDS.test(recorded) ? ISO_SECONDS : ISO_FRACTIONS;
  return format.test(live) && !Number.isNaN(Date.parse(live));
}

function bothMatch(pattern: RegExp): FreeValue["fits"] {
  return (recorded, live) => pattern.test(String(recorded)) && pattern.test(String(live));
}

export const FREE_VALUES: readonly FreeValue[] = [
  {
    keys: ["created", "updated", "createdAt", "updatedAt", "lastSeenAt", "expiration"],
    why: "the time of the run, in the recorded format",
    fits: sameTime,
  },
  {
    keys: ["secondsUntilExpiration"],
    why: "the rest of a minute; 0 stays 0",
    fits: (recorded, live) => (recorded === 0 ? live === 0 : Number(live) > 30 && Number(live) <= 60),
  },
  { keys: ["key"], why: "a secret", fits: bothMatch(/^glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}$/) },
  { keys: ["accessErrorId"], why: "a random number", fits: bothMatch(/^ACE\d{10}$/) },
  {
    keys: ["commit"],
    why: "the build, where a real server is one of another day",
    fits: bothMatch(/^[0-9a-f]{7,40}$/),
  },
  { keys: ["http_port"], why: "a free port of this machine", fits: bothMatch(/^\d+$/) },
];

/** The key under which the times of a query's data frames are compared. */
export const FRAME_TIMES = /^body\.results\.\w+\.frames\.\d+\.data\.values\.0\.\d+$/;

/** A number above this is an id of unified storage, and another one in every run. */
export const LARGE_ID = 2 ** 50;

/** Shapes of generated uids: a live one has to have the recorded one's. */
export const UID_SHAPES: readonly RegExp[] = [
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^[a-f][0-9a-z]{13}$/,
  /^[\w-]{7,14}$/,
];

/** Keys that hold uids. */
export const UID_KEYS: readonly string[] = ["uid", "folderUid"];
