import { expect, test } from "vitest";
import type { Finding } from "../runtimes/runtime.ts";
import { renderFindings } from "./findings.ts";

const findings: readonly Finding[] = [
  { id: "engine-version", level: "ok", what: "Docker engine 28.1 answers", remedy: "never shown" },
  { id: "disk-space", level: "warning", what: "3 GiB of disk are free", where: "/var/lib/docker", remedy: "Free some" },
  { id: "port-monitor", level: "error", what: "Port 3000 is taken", remedy: "Set another with --monitor-port" },
];

test("shows every finding with its mark, the remedy only where one is needed", () => {
  expect(renderFindings(findings, { colour: false, unicode: true })).toBe(
    [
      "✓ Docker engine 28.1 answers",
      "! 3 GiB of disk are free",
      "  /var/lib/docker",
      "  → Free some",
      "✗ Port 3000 is taken",
      "  → Set another with --monitor-port",
    ].join("\n"),
  );
});

test("falls back to ASCII where the locale is not UTF-8", () => {
  expect(renderFindings(findings, { colour: false, unicode: false })).toMatch(
    /^\+ Docker[\s\S]*\nx Port[\s\S]*\n {2}-> Set/,
  );
});
