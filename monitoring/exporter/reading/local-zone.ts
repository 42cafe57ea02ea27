import { join, normalize } from "node:path";
import { type Paths, resolveInRoot } from "./paths.ts";
import { readBytes } from "./read.ts";
import { parseZoneFile, type Zone } from "./zone-file.ts";
import { parseZoneRule } from "./zone-rule.ts";

const utc: Zone = () => ({ seconds: 0, name: "UTC" });

/** The zone that a TZif file describes. Throws an Error when it is none. */
export const zoneOf = (bytes: Uint8Array): Zone => {
  const { changes, before, rule } = parseZoneFile(bytes);
  const future = rule === "" ? undefined : parseZoneRule(rule);
  const lastChange = changes.at(-1);
  return (at) => {
    if (future !== undefined && (lastChange === undefined || at >= lastChange.from)) return future(at);
    return changes.findLast(({ from }) => from <= at)?.offset ?? before;
  };
};

const zonePath = (rootfs: string, name: string | undefined): string =>
  name === undefined
    ? resolveInRoot(rootfs, "/etc/localtime")
    : resolveInRoot(rootfs, join("/usr/share/zoneinfo", normalize(join("/", name.replace(/^:/, "")))));

/** The machine's time zone: that of the variable TZ where it is set, else of /etc/localtime below the machine's root, else UTC. */
export const localZone = ({ rootfs }: Paths, tz: string | undefined): Zone => {
  if (tz === "" || tz === ":" || tz === "UTC") return utc;
  try {
    return zoneOf(readBytes(zonePath(rootfs, tz)));
  } catch {
    return utc;
  }
};
