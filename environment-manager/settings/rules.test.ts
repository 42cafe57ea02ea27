import { describe, expect, test } from "vitest";
import { isLoopback } from "./loopback.ts";
import { flagOrigin, type Origin } from "./origin.ts";
import { crossProblems, weaknessOf } from "./rules.ts";
import { settingsSchema } from "./schema.ts";
import { type SettingName, type Settings, settingNames, settingsTable } from "./table.ts";

const defaults: Settings = settingsSchema.parse(
  Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].default])),
);
const noOrigins = Object.fromEntries(settingNames.map((name) => [name, { kind: "default" }])) as Record<
  SettingName,
  Origin
>;

test("the defaults break no rule", () => expect(crossProblems(defaults, noOrigins)).toEqual([]));

describe("ports", () => {
  test("two services on one port are refused, and the flag is at fault", () => {
    const origins = { ...noOrigins, MONITOR_PORT: flagOrigin("MONITOR_PORT") };
    expect(crossProblems({ ...defaults, MONITOR_PORT: 9090 }, origins)).toEqual([
      {
        what: "MONITOR_PORT and PROMETHEUS_PORT are the same port, 9090",
        where: "--monitor-port",
        remedy: "Give each of them a port of its own",
        source: "flag",
      },
    ]);
  });

  test("several collisions are all told, with every place", () => {
    const line = (number: number): Origin => ({ kind: "env", file: ".env", line: number });
    const origins = { ...noOrigins, MONITOR_PORT: line(1), EXPORTER_PORT: line(2), ALERTMANAGER_PORT: line(3) };
    const problems = crossProblems(
      { ...defaults, MONITOR_PORT: 9090, EXPORTER_PORT: 5000, ALERTMANAGER_PORT: 5000 },
      origins,
    );
    expect(problems.map(({ where, source }) => [where, source])).toEqual([
      [".env:1", "env"],
      [".env:2, .env:3", "env"],
    ]);
  });

  test("a port that is not known to be allowed collides with nothing", () => {
    expect(crossProblems({ ...defaults, MONITOR_PORT: undefined, PROMETHEUS_PORT: undefined }, noOrigins)).toEqual([]);
  });
});

describe("a Grafana that others can reach", () => {
  const problemsOf = (changes: Partial<Settings>) => crossProblems({ ...defaults, ...changes }, noOrigins);

  test.each(["0.0.0.0", "::", "192.168.1.5", "fe80::1"])("on %s needs more than the default password", (bind) => {
    const [problem] = problemsOf({ MONITOR_BIND: bind });
    expect(problem?.what).toContain("the default password");
    expect(problem?.remedy).toContain("--grafana-password ");
    expect(problem?.remedy).toContain("--grafana-password-file FILE|-");
    expect(problem?.remedy).toContain("--generate-password");
  });

  test.each(["127.0.0.1", "127.8.9.10", "::1"])("is not what listens on %s", (bind) =>
    expect(problemsOf({ MONITOR_BIND: bind })).toEqual([]),
  );

  test("may have a strong password", () => {
    expect(problemsOf({ MONITOR_BIND: "0.0.0.0", GRAFANA_PASSWORD: "pale-horse-41" })).toEqual([]);
  });

  test("has a weak password that is not repeated in the message", () => {
    expect(JSON.stringify(problemsOf({ MONITOR_BIND: "0.0.0.0", GRAFANA_PASSWORD: "Qwerty123" }))).not.toMatch(
      /qwerty/i,
    );
  });
});

test.each([
  ["admin", "ann", "the default password"],
  ["annabell", "AnnaBell", "the user's name"],
  ["short7!", "ann", "fewer than 8"],
  ["ééééééé", "ann", "fewer than 8"],
  ["Password1", "ann", "guessed first"],
  ["zzzzzzzzzz", "ann", "guessed first"],
])("the password %s of %s is weak: %s", (password, user, why) => expect(weaknessOf(password, user)).toContain(why));

test("a password of 8 characters that nobody guesses first is not weak", () =>
  expect(weaknessOf("tr0ub4do", "ann")).toBeUndefined());

test.each([
  ["127.0.0.1", true],
  ["127.255.255.254", true],
  ["::1", true],
  ["0:0:0:0:0:0:0:1", true],
  ["::ffff:127.0.0.1", true],
  ["128.0.0.1", false],
  ["0.0.0.0", false],
  ["::", false],
  ["::2", false],
  ["::ffff:10.0.0.1", false],
])("whether %s is loopback: %s", (address, expected) => expect(isLoopback(address)).toBe(expected));
