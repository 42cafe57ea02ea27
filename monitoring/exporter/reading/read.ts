import { closeSync, constants, openSync, readSync } from "node:fs";

// Files of /proc and /sys are read whole, one after the other, so one buffer serves them all; it grows to the largest.
let buffer = Buffer.allocUnsafeSlow(64 * 1024);
const largest = 64 * 1024 * 1024;

const fillFrom = (fd: number, path: string): number => {
  for (let length = 0; ; ) {
    const got = readSync(fd, buffer, length, buffer.length - length, null);
    if (got === 0) return length;
    length += got;
    if (length < buffer.length) continue;
    if (length >= largest) throw new Error(`${path} has more than ${largest} bytes`);
    buffer = Buffer.concat([buffer], buffer.length * 2);
  }
};

const withFile = <T>(path: string, take: (length: number) => T): T => {
  const fd = openSync(path, constants.O_RDONLY);
  try {
    return take(fillFrom(fd, path));
  } finally {
    closeSync(fd);
  }
};

/**
 * The whole of a file. `latin1` is the cheapest and right for everything that is ASCII; `utf8` is for what people name
 * (mount points, models), where a byte that is no UTF-8 becomes U+FFFD. Throws what `open` and `read` throw.
 */
export const readText = (path: string, encoding: "latin1" | "utf8" = "latin1"): string =>
  withFile(path, (length) => buffer.toString(encoding, 0, length));

/** The bytes of a file, a copy. Throws what `open` and `read` throw. */
export const readBytes = (path: string): Uint8Array =>
  withFile(path, (length) => Uint8Array.prototype.slice.call(buffer, 0, length));

const nothingThere = new Set(["ENOENT", "ENOTDIR", "ENODEV", "ENXIO"]);

/** Whether `error` says that a file is not there, in contrast to one that cannot be read. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && nothingThere.has(String(error.code));

/** Like {@link readText}, but `undefined` where there is no such file. */
export const readOptional = (path: string, encoding?: "latin1" | "utf8"): string | undefined => {
  try {
    return readText(path, encoding);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** A file that holds one word or number, without the newline; `undefined` where it is missing or cannot be read. */
export const readValue = (path: string, encoding?: "latin1" | "utf8"): string | undefined => {
  try {
    return readText(path, encoding).trim();
  } catch {
    return undefined;
  }
};
