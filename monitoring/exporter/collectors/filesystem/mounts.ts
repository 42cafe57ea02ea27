import { join } from "node:path";
import { parseCount } from "../../reading/numbers.ts";
import { readText } from "../../reading/read.ts";

/** A mount, as a line of mountinfo tells it (proc_pid_mountinfo(5)). */
export type Mount = {
  readonly major: string;
  readonly minor: string;
  readonly mountPoint: string;
  readonly device: string;
  readonly fsType: string;
  readonly readOnly: boolean;
};

// The kernel writes blank, tab, newline, backslash and hash in a path as three octal digits.
const unescapePath = (path: string): string =>
  path.includes("\\")
    ? path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    : path;

const parseMount = (line: string): Mount | undefined => {
  const words = line.split(" ");
  const [, , numbers = "", , mountPoint, options] = words;
  const [major = "", minor = ""] = numbers.split(":");
  const dash = words.indexOf("-", 6);
  const [fsType, device] = dash < 0 ? [] : words.slice(dash + 1);
  if (mountPoint === undefined || options === undefined || fsType === undefined || device === undefined)
    return undefined;
  if (Number.isNaN(parseCount(major) + parseCount(minor))) return undefined;
  return {
    major,
    minor,
    mountPoint: unescapePath(mountPoint),
    device,
    fsType,
    readOnly: options.split(",").includes("ro"),
  };
};

/** The mounts of a mountinfo, in the order they were made, and how many lines could not be read. */
export const parseMounts = (text: string): { readonly mounts: Mount[]; readonly malformed: number } => {
  const lines = text.split("\n").filter((line) => line !== "");
  const mounts = lines.map(parseMount).filter((mount) => mount !== undefined);
  return { mounts, malformed: lines.length - mounts.length };
};

/** The text of the machine's mountinfo; where process 1 is hidden from us, of our own. */
export const readMounts = (procfs: string): string => {
  try {
    return readText(join(procfs, "1/mountinfo"), "utf8");
  } catch {
    return readText(join(procfs, "self/mountinfo"), "utf8");
  }
};

/** A path of ours as the machine's own: without the folder that its root is mounted on. */
export const withoutRoot = (rootfs: string, path: string): string => {
  if (rootfs === "/" || path === rootfs) return path === rootfs ? "/" : path;
  return path.startsWith(`${rootfs}/`) ? path.slice(rootfs.length) : path;
};

/** A path of the machine as it is reached from here. */
export const underRoot = (rootfs: string, path: string): string => {
  if (rootfs === "/") return path;
  return path === "/" ? rootfs : rootfs + path;
};
