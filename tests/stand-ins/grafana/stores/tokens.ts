import { crc32 } from "node:zlib";
import { date, number, optionalNumber, sqlDate, text } from "../database/columns.ts";
import type { Query, Row } from "../database/query.ts";
import { randomText } from "./identifiers.ts";
import { hashedPassword } from "./passwords.ts";

/** A token of a service account, without its secret, which is shown once. */
export interface Token {
  readonly id: number;
  readonly name: string;
  readonly accountId: number;
  readonly created: Date;
  readonly expires: Date | undefined;
  readonly lastUsed: Date | undefined;
}

export interface Tokens {
  readonly of: (accountId: number) => Token[];
  readonly isNameTaken: (name: string) => boolean;
  readonly create: (account: { id: number; role: string }, name: string, secondsToLive: number) => TokenWithKey;
  readonly remove: (accountId: number, id: number) => boolean;
  /** The token with that key, or undefined when there is none or its checksum is wrong. */
  readonly withKey: (key: string) => Token | undefined;
  readonly used: (id: number) => void;
}

export interface TokenWithKey {
  readonly id: number;
  readonly key: string;
}

export function tokens(query: Query): Tokens {
  return {
    of: (accountId) =>
      query.all("SELECT * FROM api_key WHERE service_account_id = ? ORDER BY id", accountId).map(tokenOf),
    isNameTaken: (name) => query.one("SELECT id FROM api_key WHERE name = ?", name) !== undefined,
    create: (account, name, secondsToLive) => {
      const now = Date.now();
      const key = newKey();
      const id = query.run(
        `INSERT INTO api_key (org_id, name, key, role, created, updated, expires, service_account_id)
          VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
        name,
        key.hash,
        account.role,
        sqlDate(new Date(now)),
        sqlDate(new Date(now)),
        secondsToLive > 0 ? Math.floor(now / 1000) + secondsToLive : null,
        account.id,
      );
      return { id, key: key.text };
    },
    remove: (accountId, id) => {
      const known = query.one("SELECT id FROM api_key WHERE id = ? AND service_account_id = ?", id, accountId);
      query.run("DELETE FROM api_key WHERE id = ? AND service_account_id = ?", id, accountId);
      return known !== undefined;
    },
    withKey: (key) => {
      const hash = hashOf(key);
      const row = hash === undefined ? undefined : query.one("SELECT * FROM api_key WHERE key = ?", hash);
      return row === undefined ? undefined : tokenOf(row);
    },
    used: (id) => {
      query.run("UPDATE api_key SET last_used_at = ? WHERE id = ?", sqlDate(new Date()), id);
    },
  };
}

// `glsa_SECRET_CHECKSUM`: the checksum is CRC-32 of what stands before it, least byte first; it salts the kept hash.
function newKey(): { text: string; hash: string } {
  const secret = randomText(32);
  const checksum = checksumOf(`glsa_${secret}`);
  return { text: `glsa_${secret}_${checksum}`, hash: hashedPassword(secret, checksum) };
}

function hashOf(key: string): string | undefined {
  const [prefix, secret, checksum, ...rest] = key.split("_");
  if (prefix !== "glsa" || secret === undefined || checksum === undefined || rest.length > 0) return undefined;
  return checksumOf(`glsa_${secret}`) === checksum ? hashedPassword(secret, checksum) : undefined;
}

function checksumOf(value: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(value));
  return bytes.toString("hex");
}

function tokenOf(row: Row): Token {
  const expires = optionalNumber(row, "expires");
  return {
    id: number(row, "id"),
    name: text(row, "name"),
    accountId: number(row, "service_account_id"),
    created: date(row, "created"),
    expires: expires === undefined ? undefined : new Date(expires * 1000),
    lastUsed: text(row, "last_used_at") === "" ? undefined : date(row, "last_used_at"),
  };
}
