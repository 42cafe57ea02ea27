import type { Log } from "../log.ts";
import { sqlDate, text } from "./columns.ts";
import { migrationsOf } from "./migrations.ts";
import type { Query } from "./query.ts";

/** Brings the file to the release's schema. Steps that a later release took are left alone: nothing ever runs downward. */
export function migrate(query: Query, modern: boolean, log: Log): void {
  const started = Date.now();
  query.script(`CREATE TABLE IF NOT EXISTS migration_log (id INTEGER PRIMARY KEY AUTOINCREMENT, migration_id TEXT NOT NULL,
    sql TEXT NOT NULL, success INTEGER NOT NULL, error TEXT NOT NULL, timestamp DATETIME NOT NULL)`);
  const done = new Set(query.all("SELECT migration_id FROM migration_log").map((row) => text(row, "migration_id")));
  const wanted = migrationsOf(modern);
  const missing = wanted.filter(({ name }) => !done.has(name));
  log.info("Starting DB migrations");
  query.transaction(() => {
    for (const { name, sql } of missing) {
      log.info("Executing migration", { id: name });
      query.script(sql);
      query.run(
        "INSERT INTO migration_log (migration_id, sql, success, error, timestamp) VALUES (?, ?, 1, '', ?)",
        name,
        sql,
        sqlDate(new Date()),
      );
    }
  });
  const skipped = wanted.length - missing.length;
  log.info("migrations completed", { performed: missing.length, skipped, duration: `${Date.now() - started}ms` });
}
