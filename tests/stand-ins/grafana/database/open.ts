import { closeSync, existsSync, lstatSync, mkdirSync, openSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Configuration } from "../config/configuration.ts";
import type { Log } from "../log.ts";
import type { Release } from "../release.ts";
import { migrate } from "./migrate.ts";
import { type Query, queries } from "./query.ts";

const FILE_MODE = 0o640;

/** The database could not be used; the message is what SQLite said of it. */
export class DatabaseUnusable extends Error {}

/** Where the SQLite file of this configuration lies. */
export function databaseFile(configuration: Configuration): string {
  const path = configuration.text("database", "path");
  return isAbsolute(path) ? path : join(configuration.path("data"), path);
}

/**
 * Creates the file when it is not there, opens it, and brings its schema up to the release.
 * @throws DatabaseUnusable when the file is no database or cannot be opened.
 */
export function openDatabase(configuration: Configuration, release: Release, log: (name: string) => Log): Query {
  const file = databaseFile(configuration);
  const store = log("sqlstore");
  store.info("Connecting to DB", { dbtype: "sqlite3" });
  prepareFile(file, store);
  const query = opened(file, log(release.modern ? "sqlstore.transactions" : "sqlstore.session"));
  try {
    query.all("SELECT name FROM sqlite_master LIMIT 1");
  } catch (error) {
    query.close();
    throw unusable(error, release, log);
  }
  migrate(query, release.modern, log("migrator"));
  return query;
}

function prepareFile(file: string, log: Log): void {
  if (!existsSync(file)) {
    log.info("Creating SQLite database file", { path: file });
    try {
      mkdirSync(dirname(file), { recursive: true });
      closeSync(openSync(file, "wx", FILE_MODE));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DatabaseUnusable(`failed to create SQLite database file ${JSON.stringify(file)}: ${reason}`);
    }
    return;
  }
  const mode = lstatSync(file).mode & 0o777;
  if ((mode | FILE_MODE) !== FILE_MODE) {
    const expected = permissions(FILE_MODE);
    log.warn("SQLite database file has broader permissions than it should", {
      path: file,
      mode: permissions(mode),
      expected,
    });
  }
}

function opened(file: string, log: Log): Query {
  const onBusy = (retry: number): void => {
    log.info("Database locked, sleeping then retrying", { error: "database is locked", retry });
  };
  try {
    return queries(new DatabaseSync(file, { timeout: 1_000 }), onBusy);
  } catch (error) {
    throw new DatabaseUnusable(`${messageOf(error)}${lstatSync(file).isDirectory() ? ": is a directory" : ""}`);
  }
}

function unusable(error: unknown, release: Release, log: (name: string) => Log): DatabaseUnusable {
  const reason = messageOf(error);
  if (!release.modern) {
    const failure = `failed to check table existence: ${reason}`;
    log("migrator").error("alert migration failure: could not get migration log", { error: failure });
  }
  return new DatabaseUnusable(reason);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// As `ls` shows it, which is how Go prints a file mode.
function permissions(mode: number): string {
  const bits = "rwxrwxrwx";
  return `-${[...bits].map((letter, index) => (mode & (1 << (8 - index)) ? letter : "-")).join("")}`;
}
