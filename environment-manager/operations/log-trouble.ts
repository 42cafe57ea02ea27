import type { LogLine } from "../runtimes/runtime.ts";

/** logfmt's and JSON's levels, and the words of programs that log neither way. */
const trouble = [
  /\b(level|lvl)=(warn|error|eror|crit|fatal|panic)/i,
  /"level":\s*"(warn|error|fatal)/i,
  /\b(ERROR|FATAL|panic:|Error: )|\[(ALERT|WARNING)\]/,
];

/**
 * What healthy services say at every start: Grafana 9 and 12 in their own log, recorded from real servers.
 */
const harmless = [
  "Skipping migration: Already executed, but not recorded in migration log",
  "unifiedstorage_migration_log",
  "Can't read alert notification provisioning files from directory",
  "Plugin missing module.js",
  "Cluster-scoped",
  "SQLite database file has broader permissions than it should",
  "Database locked, sleeping then retrying",
];

/** True for a line that reports a warning or an error which people should see. */
export const isTrouble = ({ text }: LogLine): boolean =>
  trouble.some((pattern) => pattern.test(text)) && !harmless.some((phrase) => text.includes(phrase));
