import { pbkdf2Sync, timingSafeEqual } from "node:crypto";

/** PBKDF2-SHA256, 10,000 rounds, 50 bytes, hex: how Grafana keeps passwords and token secrets. */
export function hashedPassword(password: string, salt: string): string {
  return pbkdf2Sync(password, salt, 10_000, 50, "sha256").toString("hex");
}

export function passwordMatches(password: string, salt: string, hash: string): boolean {
  const given = Buffer.from(hashedPassword(password, salt));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** The shortest password either release takes for a new or changed one; the first admin's is not checked. */
export const SHORTEST_PASSWORD = 4;
