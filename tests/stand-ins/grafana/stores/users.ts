import { date, flag, number, sqlDate, text } from "../database/columns.ts";
import type { Query, Row } from "../database/query.ts";
import { randomText, shortUid } from "./identifiers.ts";
import { hashedPassword, passwordMatches } from "./passwords.ts";

export type Role = "Admin" | "Editor" | "Viewer" | "None";

export const ROLES: readonly Role[] = ["Admin", "Editor", "Viewer", "None"];

/** A person or a service account, in the one organization the stand-in has. */
export interface User {
  readonly id: number;
  readonly uid: string;
  readonly login: string;
  readonly email: string;
  readonly name: string;
  readonly theme: string;
  readonly role: Role;
  readonly isServerAdmin: boolean;
  readonly isDisabled: boolean;
  readonly isServiceAccount: boolean;
  readonly created: Date;
  readonly updated: Date;
  readonly lastSeen: Date;
}

export interface NewUser {
  readonly login: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  readonly isServerAdmin: boolean;
  readonly isServiceAccount: boolean;
}

export interface Users {
  readonly people: () => User[];
  readonly serviceAccounts: () => User[];
  readonly byId: (id: number) => User | undefined;
  readonly byUid: (uid: string) => User | undefined;
  /** By login name or e-mail address, whichever fits, without regard to case. */
  readonly byLogin: (loginOrEmail: string) => User | undefined;
  readonly create: (user: NewUser) => User;
  readonly change: (id: number, change: Partial<Pick<User, "login" | "email" | "name" | "theme">>) => void;
  readonly setRole: (id: number, role: Role) => void;
  readonly setServerAdmin: (id: number, isServerAdmin: boolean) => void;
  readonly setPassword: (id: number, password: string) => void;
  readonly passwordFits: (id: number, password: string) => boolean;
  readonly seen: (id: number) => void;
  readonly remove: (id: number) => void;
}

const ORGANIZATION = 1;
const TEN_YEARS = 10;

/** Users of one database; 9.4 knows no uids, so they are given and shown only by 12.4. */
export function users(query: Query, modern: boolean): Users {
  const select = `SELECT user.*, org_user.role FROM user LEFT JOIN org_user ON org_user.user_id = user.id AND org_user.org_id = ${ORGANIZATION}`;
  const find = (condition: string, ...values: (string | number)[]): User | undefined => {
    const row = query.one(`${select} WHERE ${condition}`, ...values);
    return row === undefined ? undefined : userOf(row);
  };
  const list = (serviceAccounts: 0 | 1): User[] =>
    query.all(`${select} WHERE COALESCE(user.is_service_account, 0) = ? ORDER BY user.id`, serviceAccounts).map(userOf);
  const set = (id: number, column: string, value: string | number): void => {
    query.run(`UPDATE user SET ${column} = ?, updated = ? WHERE id = ?`, value, sqlDate(new Date()), id);
  };
  return {
    people: () => list(0),
    serviceAccounts: () => list(1),
    byId: (id) => find("user.id = ?", id),
    byUid: (uid) => (modern ? find("user.uid = ?", uid) : undefined),
    byLogin: (name) => find("LOWER(user.login) = LOWER(?) OR LOWER(user.email) = LOWER(?)", name, name),
    create: (user) => {
      const id = query.transaction(() => insert(query, modern, user));
      const created = find("user.id = ?", id);
      if (created === undefined) throw new Error(`user ${user.login} was not stored`);
      return created;
    },
    change: (id, change) => {
      for (const [column, value] of Object.entries(change)) set(id, column, value);
    },
    setRole: (id, role) => {
      query.run("UPDATE org_user SET role = ? WHERE user_id = ?", role, id);
    },
    setServerAdmin: (id, isServerAdmin) => set(id, "is_admin", isServerAdmin ? 1 : 0),
    setPassword: (id, password) => {
      const salt = text(query.one("SELECT salt FROM user WHERE id = ?", id) ?? {}, "salt");
      set(id, "password", hashedPassword(password, salt));
    },
    passwordFits: (id, password) => {
      const row = query.one("SELECT salt, password FROM user WHERE id = ?", id);
      return row !== undefined && passwordMatches(password, text(row, "salt"), text(row, "password"));
    },
    seen: (id) => {
      query.run("UPDATE user SET last_seen_at = ? WHERE id = ?", sqlDate(new Date()), id);
    },
    remove: (id) =>
      query.transaction(() => {
        for (const table of ["org_user", "user_auth_token"]) query.run(`DELETE FROM ${table} WHERE user_id = ?`, id);
        query.run("DELETE FROM api_key WHERE service_account_id = ?", id);
        query.run("DELETE FROM user WHERE id = ?", id);
      }),
  };
}

function insert(query: Query, modern: boolean, user: NewUser): number {
  const now = new Date();
  // Who never logged in was last seen ten years ago, in both releases.
  const longAgo = new Date(now);
  longAgo.setUTCFullYear(now.getUTCFullYear() - TEN_YEARS);
  const salt = randomText(10);
  const id = query.run(
    `INSERT INTO user (version, login, email, name, password, salt, rands, company, org_id, is_admin, email_verified, theme,
      created, updated, last_seen_at, is_service_account) VALUES (0, ?, ?, ?, ?, ?, ?, '', ?, ?, 0, '', ?, ?, ?, ?)`,
    user.login,
    user.email,
    user.name,
    user.password === "" ? "" : hashedPassword(user.password, salt),
    salt,
    randomText(10),
    ORGANIZATION,
    user.isServerAdmin ? 1 : 0,
    sqlDate(now),
    sqlDate(now),
    sqlDate(longAgo),
    user.isServiceAccount ? 1 : 0,
  );
  if (modern) query.run("UPDATE user SET uid = ? WHERE id = ?", shortUid(true), id);
  query.run(
    "INSERT INTO org_user (org_id, user_id, role, created, updated) VALUES (?, ?, ?, ?, ?)",
    ORGANIZATION,
    id,
    user.role,
    sqlDate(now),
    sqlDate(now),
  );
  return id;
}

function userOf(row: Row): User {
  const id = number(row, "id");
  return {
    id,
    // A user that 9.4 made on a migrated file has none.
    uid: text(row, "uid") || `u${String(id).padStart(9, "0")}`,
    login: text(row, "login"),
    email: text(row, "email"),
    name: text(row, "name"),
    theme: text(row, "theme"),
    role: ROLES.find((role) => role === text(row, "role")) ?? "None",
    isServerAdmin: flag(row, "is_admin"),
    isDisabled: flag(row, "is_disabled"),
    isServiceAccount: flag(row, "is_service_account"),
    created: date(row, "created"),
    updated: date(row, "updated"),
    lastSeen: date(row, "last_seen_at"),
  };
}
