import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The few shapes of statement the stores use; every one waits out a database that another process holds. */
export interface Query {
  readonly all: (sql: string, ...values: SQLInputValue[]) => Row[];
  readonly one: (sql: string, ...values: SQLInputValue[]) => Row | undefined;
  /** Runs a statement and returns the id of the row it inserted, if it inserted one. */
  readonly run: (sql: string, ...values: SQLInputValue[]) => number;
  readonly script: (sql: string) => void;
  readonly transaction: <T>(work: () => T) => T;
  readonly close: () => void;
}

const BUSY_RETRIES = 5;
const BUSY_PAUSE_MS = 100;

/** Wraps an open database; `onBusy` hears of every retry, counted from 0. Two processes share the file during backups. */
export function queries(database: DatabaseSync, onBusy: (retry: number) => void): Query {
  const patiently = <T>(work: () => T): T => {
    for (let retry = 0; ; retry += 1) {
      try {
        return work();
      } catch (error) {
        if (retry === BUSY_RETRIES || !isBusy(error)) throw error;
        onBusy(retry);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
      }
    }
  };
  return {
    all: (sql, ...values) => patiently(() => database.prepare(sql).all(...values)),
    one: (sql, ...values) => patiently(() => database.prepare(sql).get(...values)),
    run: (sql, ...values) => patiently(() => Number(database.prepare(sql).run(...values).lastInsertRowid)),
    script: (sql) => patiently(() => database.exec(sql)),
    transaction: (work) =>
      patiently(() => {
        if (database.isTransaction) return work();
        database.exec("BEGIN IMMEDIATE");
        try {
          const result = work();
          database.exec("COMMIT");
          return result;
        } catch (error) {
          if (database.isTransaction) database.exec("ROLLBACK");
          throw error;
        }
      }),
    close: () => database.close(),
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /database (table )?is locked/.test(error.message);
}
