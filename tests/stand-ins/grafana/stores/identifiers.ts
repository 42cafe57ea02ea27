import { randomBytes, randomInt, randomUUID } from "node:crypto";

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export function randomText(length: number): string {
  return Array.from({ length }, () => ALPHANUMERIC.charAt(randomInt(ALPHANUMERIC.length))).join("");
}

/** A generated uid of users and data sources: nine letters on 9.4, fourteen lower-case ones on 12.4. */
export function shortUid(modern: boolean): string {
  if (!modern) return randomText(9);
  return `${"abcdef".charAt(randomInt(6))}${BigInt(`0x${randomBytes(12).toString("hex")}`)
    .toString(36)
    .padStart(19, "0")
    .slice(-13)}`;
}

/** A generated uid of dashboards. */
export function dashboardUid(modern: boolean): string {
  return modern ? randomUUID() : shortUid(false);
}

const FIFTY_TWO_BITS = (1n << 52n) - 1n;
let sequence = 0n;

/**
 * The numeric id that unified storage gives: time and a counter, cut to 52 bits. One bit is always set, so that
 * the ids are as large as the recorded ones whatever the date (near the limit of a double).
 */
export function largeId(now: number = Date.now()): number {
  sequence = (sequence + 1n) & 0xfffn;
  return Number((((BigInt(now) << 22n) | sequence) & FIFTY_TWO_BITS) | (1n << 51n));
}

export const ILLEGAL_UID = "uid contains illegal characters";

/** Whether a caller may choose that uid; the empty one asks for a generated one. */
export function isValidUid(uid: string): boolean {
  return /^[\w-]{0,40}$/.test(uid);
}
