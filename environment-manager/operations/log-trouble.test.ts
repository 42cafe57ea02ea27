import { describe, expect, test } from "vitest";
import { isTrouble } from "./log-trouble.ts";

const line = (text: string) => isTrouble({ service: "grafana", text });

describe("trouble in logs", () => {
  test.each([
    'logger=provisioning.dashboard t=x level=error msg="failed to load dashboard from " error="unexpected EOF"',
    'time=2026-01-01T00:00:00Z level=WARN source=main.go msg="x"',
    'ts=x caller=main.go level=warn msg="x"',
    "Error: ✗ file is not a database",
    "[ALERT]    (1) : config : parsing error",
    '{"level":"error","msg":"x"}',
  ])("%s", (text) => expect(line(text)).toBe(true));

  test.each([
    'level=info msg="no error here"',
    'logger=migrator level=warn msg="Skipping migration: Already executed, but not recorded in migration log"',
    'logger=sqlstore level=warn msg="SQLite database file has broader permissions than it should" path=x',
  ])("is not what every healthy start says: %s", (text) => expect(line(text)).toBe(false));
});
