import { createHash, randomBytes } from "node:crypto";
import { number } from "../database/columns.ts";
import type { Query } from "../database/query.ts";

/** Browser sessions: the cookie holds a token, the database its SHA-256. */
export interface Sessions {
  readonly start: (userId: number, agent: string, address: string) => string;
  readonly userOf: (token: string) => number | undefined;
  readonly end: (token: string) => void;
}

export const SESSION_SECONDS = 30 * 24 * 3600;

export function sessions(query: Query): Sessions {
  return {
    start: (userId, agent, address) => {
      const token = randomBytes(16).toString("hex");
      const now = Math.floor(Date.now() / 1000);
      query.run(
        `INSERT INTO user_auth_token (user_id, auth_token, prev_auth_token, user_agent, client_ip, auth_token_seen, seen_at,
          rotated_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?)`,
        userId,
        hashed(token),
        hashed(token),
        agent,
        address,
        now,
        now,
        now,
      );
      return token;
    },
    userOf: (token) => {
      const oldest = Math.floor(Date.now() / 1000) - SESSION_SECONDS;
      const sql = "SELECT user_id FROM user_auth_token WHERE auth_token = ? AND created_at > ?";
      const row = query.one(sql, hashed(token), oldest);
      return row === undefined ? undefined : number(row, "user_id");
    },
    end: (token) => {
      query.run("DELETE FROM user_auth_token WHERE auth_token = ?", hashed(token));
    },
  };
}

function hashed(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
