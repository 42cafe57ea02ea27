import { isObject, type Json } from "../json.ts";
import { FRAME_TIMES, FREE_VALUES, LARGE_ID } from "./free-values.ts";

/** Where an answer departs from the recording, one line a place; none when it holds. */
export function differences(recorded: Json, live: unknown, largeIds: Map<number, number>, place = "body"): string[] {
  const key = place.slice(place.lastIndexOf(".") + 1);
  const free = FREE_VALUES.find(({ keys }) => keys.includes(key));
  if (free !== undefined && !isObject(recorded))
    return free.fits(recorded, live) ? [] : [differ(place, recorded, live)];
  if (FRAME_TIMES.test(place)) return typeof live === "number" && live > 1e12 ? [] : [differ(place, recorded, live)];
  if (Array.isArray(recorded)) return inLists(recorded, live, largeIds, place);
  if (isObject(recorded)) return inObjects(recorded, live, largeIds, place);
  if (typeof recorded === "number" && recorded > LARGE_ID) {
    return isSameLargeId(recorded, live, largeIds) ? [] : [differ(place, recorded, live)];
  }
  return Object.is(recorded, live) ? [] : [differ(place, recorded, live)];
}

function inLists(recorded: readonly Json[], live: unknown, largeIds: Map<number, number>, place: string): string[] {
  if (!Array.isArray(live)) return [differ(place, recorded, live)];
  if (live.length !== recorded.length)
    return [`${place}: ${recorded.length} entries recorded, ${live.length} answered`];
  return recorded.flatMap((item, index) => differences(item, live[index], largeIds, `${place}.${index}`));
}

function inObjects(recorded: object, live: unknown, largeIds: Map<number, number>, place: string): string[] {
  if (!isObject(live)) return [differ(place, recorded, live)];
  const wanted = new Map<string, Json>(Object.entries(recorded));
  const extra = Object.keys(live).filter((key) => !wanted.has(key));
  const missing = [...wanted.keys()].filter((key) => !(key in live));
  return [
    ...extra.map((key) => `${place}.${key}: not recorded, answered ${JSON.stringify(live[key])}`),
    ...missing.map((key) => `${place}.${key}: recorded ${JSON.stringify(wanted.get(key))}, not answered`),
    ...[...wanted].flatMap(([key, item]) =>
      key in live ? differences(item, live[key], largeIds, `${place}.${key}`) : [],
    ),
  ];
}

// Another number in every run, but the same one wherever the recording has the same.
function isSameLargeId(recorded: number, live: unknown, largeIds: Map<number, number>): boolean {
  if (typeof live !== "number" || live <= LARGE_ID) return false;
  const known = largeIds.get(recorded);
  largeIds.set(recorded, live);
  return known === undefined || known === live;
}

function differ(place: string, recorded: unknown, live: unknown): string {
  return `${place}: recorded ${JSON.stringify(recorded)}, answered ${JSON.stringify(live)}`;
}
