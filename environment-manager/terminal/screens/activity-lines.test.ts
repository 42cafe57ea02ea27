import { describe, expect, test } from "vitest";
import { ExternalError } from "../../errors.ts";
import { nothingYet } from "../progress/model.ts";
import { activityOf, cutMiddle, troubleOf } from "./activity-lines.ts";
import { themeOf } from "./theme.ts";

const theme = themeOf({ colour: false, unicode: true });
const size = { width: 50, now: 12_000 };
const warnings = [{ what: "3 GiB of disk are free", remedy: "Free some, or lower the retention" }];

describe("activityOf", () => {
  test("tells nothing where nothing was done", () => {
    expect(activityOf({ phase: "idle" }, theme, size)).toBeUndefined();
  });

  test("shows what runs, its warnings in short, and how to stop it", () => {
    const steps = [{ title: "Start the services", startedAt: 0 }];
    const running = { phase: "running", title: "Enable", startedAt: 0, stopping: false, warnings } as const;
    expect(activityOf({ ...running, progress: { ...nothingYet, steps } }, theme, size)).toEqual({
      title: "Enable",
      hint: "ctrl-c stops it",
      lines: ["⠋ Start the services  12s", "! 3 GiB of disk are free"],
    });
  });

  test("shows how it ended, with every remedy, broken to the width", () => {
    const error = new ExternalError("Compose could not start the stack", {
      program: "docker compose up",
      code: 17,
      lastLines: ["pull access denied for grafana/grafana, repository does not exist"],
      remedy: "Log in with docker login",
    });
    const ended = { phase: "ended", title: "Enable", took: 1000, warnings, outcome: "failed", error } as const;
    expect(activityOf(ended, theme, size)?.lines).toEqual([
      "! 3 GiB of disk are free",
      "  → Free some, or lower the retention",
      "✗ Compose could not start the stack",
      "  docker compose up (code 17) said last:",
      "    pull access denied for grafana/grafana,",
      "      repository does not exist",
      "  → Log in with docker login",
    ]);
  });
});

describe("troubleOf", () => {
  test("tells why the selected service is not up and what to do", () => {
    const status = {
      service: "grafana",
      state: "unavailable",
      detail: "not found",
      remedy: "Set GRAFANA_HOME",
    } as const;
    expect(troubleOf(status, theme, 50)).toEqual({ title: "grafana", lines: ["! not found", "  → Set GRAFANA_HOME"] });
  });

  test("tells nothing about a service that is well", () => {
    expect(troubleOf({ service: "grafana", state: "healthy" }, theme, 50)).toBeUndefined();
  });
});

test("cutMiddle keeps the beginning, and the end where the remedy is", () => {
  const lines = ["what", "a", "b", "c", "remedy"];
  expect(cutMiddle(lines, 5, "…")).toEqual(lines);
  expect(cutMiddle(lines, 4, "…")).toEqual(["what", "a", "  … 2 more lines", "remedy"]);
  expect(cutMiddle(lines, 1, "…")).toEqual(["what"]);
});
