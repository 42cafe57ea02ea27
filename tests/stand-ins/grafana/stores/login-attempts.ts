import { number } from "../database/columns.ts";
import type { Query } from "../database/query.ts";

const WINDOW_SECONDS = 300;
const MOST_FAILURES = 5;

/** Wrong passwords per login name. Five within five minutes close that name to the right one too. */
export interface LoginAttempts {
  readonly isBlocked: (login: string) => boolean;
  readonly failed: (login: string, address: string) => void;
  readonly succeeded: (login: string) => void;
}

export function loginAttempts(query: Query, isDisabled: boolean): LoginAttempts {
  const seconds = (): number => Math.floor(Date.now() / 1000);
  return {
    isBlocked: (login) => {
      if (isDisabled) return false;
      const since = seconds() - WINDOW_SECONDS;
      const sql = "SELECT COUNT(*) AS failures FROM login_attempt WHERE username = ? AND created >= ?";
      return number(query.one(sql, login.toLowerCase(), since) ?? {}, "failures") >= MOST_FAILURES;
    },
    failed: (login, address) => {
      if (isDisabled) return;
      const sql = "INSERT INTO login_attempt (username, ip_address, created) VALUES (?, ?, ?)";
      query.run(sql, login.toLowerCase(), address, seconds());
    },
    succeeded: (login) => {
      query.run("DELETE FROM login_attempt WHERE username = ?", login.toLowerCase());
    },
  };
}
