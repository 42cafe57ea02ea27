import { readText } from "../../reading/read.ts";
import { parseMounts, underRoot } from "./mounts.ts";

/**
 * Tells which of the machine's mounts can be seen from here. A container sees those that were there when it started, unless
 * its view of the root is bound with `rslave`; for a later one statfs would answer with the figures of the folder below it.
 * Where the machine's root is no mount of ours (no container, a test's tree) everything counts as seen.
 * The result is asked once a scrape and holds for that scrape.
 */
export const visibleMounts = (rootfs: string): (() => (mountPoint: string) => boolean) => {
  const all = (): boolean => true;
  if (rootfs === "/") return () => all;
  let text = "";
  let ours: ReadonlySet<string> = new Set();
  return () => {
    try {
      const now = readText("/proc/self/mountinfo", "utf8");
      if (now !== text) ours = new Set(parseMounts(now).mounts.map((mount) => mount.mountPoint));
      text = now;
    } catch {
      return all;
    }
    return ours.has(rootfs) ? (mountPoint) => ours.has(underRoot(rootfs, mountPoint)) : all;
  };
};
