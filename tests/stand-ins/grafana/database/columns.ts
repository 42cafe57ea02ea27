import type { Row } from "./query.ts";

/** A text column; NULL reads as the empty string. */
export function text(row: Row, column: string): string {
  const value = row[column];
  return value === null || value === undefined ? "" : String(value);
}

/** A number column; NULL reads as 0. */
export function number(row: Row, column: string): number {
  return Number(row[column] ?? 0);
}

export function optionalNumber(row: Row, column: string): number | undefined {
  const value = row[column];
  return value === null || value === undefined ? undefined : Number(value);
}

export function flag(row: Row, column: string): boolean {
  return number(row, column) !== 0;
}

/** A date column as both releases write it: `2026-11-20 13:12:11`, in UTC. */
export function date(row: Row, column: string): Date {
  const value = text(row, column);
  return value === "" ? new Date(0) : new Date(`${value.replace(" ", "T").replace("Z", "")}Z`);
}

export function sqlDate(value: Date): string {
  return value.toISOString().slice(0, 19).replace("T", " ");
}
