import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objection, settingsSchema } from "./schema.ts";
import { type SettingName, type Settings, settingNames, settingsTable } from "./table.ts";

const defaults = Object.fromEntries(settingNames.map((name) => [name, settingsTable[name].default]));

test("every default is allowed, and gives typed settings", () => {
  const settings: Settings = settingsSchema.parse(defaults);
  expect(settings.MONITOR_PORT).toBe(3000);
  expect(settings.GRAFANA_CPUS).toBe("0.5");
  expect(settings.RUNTIME).toBe("auto");
});

test("a name that is not a setting is refused", () => {
  expect(settingsSchema.safeParse({ ...defaults, MONITOR_PROT: "1" }).success).toBe(false);
});

const cases: readonly [SettingName, readonly string[], readonly string[]][] = [
  ["GRAFANA_USER", ["admin", "Ann Lee", "a@b.org", "é"], ["", "a:b", "a\nb", " a", "a ", "$x", "x".repeat(191)]],
  [
    "GRAFANA_PASSWORD",
    ["ab", "p$s'w\"d #\\", "a b", "pässwörd"],
    ["", "x", " ab", "ab ", "a\nb", "a\u0000b", "a\u2028b"],
  ],
  [
    "MONITOR_PORT",
    ["1", "80", "3000", "65535"],
    ["0", "70000", "65536", "abc", "", "-1", "3000.0", "+3000", "03000", "0xBB8", "3e3", " 3000", "٣"],
  ],
  [
    "MONITOR_BIND",
    ["127.0.0.1", "0.0.0.0", "::1", "::", "fe80::1"],
    ["localhost", "[::1]", "1.2.3", "fe80::1%eth0", ""],
  ],
  [
    "GRAFANA_IMAGE",
    ["grafana", "grafana/grafana", "nvcr.io/nvidia/k8s/dcgm-exporter", "localhost:5000/a/b", "a__b/c-d.e"],
    ["", "grafana/grafana:12", "Grafana", "a//b", "/a", "a/", "a b", "-a", "a@sha256:00"],
  ],
  [
    "GRAFANA_TAG",
    ["12.4.0", "latest", "4.4.2-4.7.0-ubuntu22.04", `1@sha256:${"0".repeat(64)}`],
    ["", ":1", "-1", "a b", "a/b", "1@sha256:0"],
  ],
  [
    "SCRAPE_INTERVAL",
    ["15s", "1m", "1m30s", "500ms", "1h"],
    ["", "0s", "15", "s", "15 s", "1s1m", "-1s", "1.5s", "101y"],
  ],
  [
    "PROMETHEUS_RETENTION_SIZE",
    ["0", "512MB", "20GB", "1B"],
    ["", "20", "20G", "20GiB", "-1GB", "0GB", "1.5GB", "20 GB"],
  ],
  ["GRAFANA_MEMORY", ["512M", "1G", "1.5g", "256mb", "6M"], ["", "1", "0M", "5M", "M", "-1G", "1 G", "1X"]],
  ["GRAFANA_CPUS", ["0.5", "1", "1.0", "0.01", "64"], ["", "0", "0.0", "-1", ".5", "1e3", "abc", "0.001", "9999"]],
  ["PROJECT_NAME", ["env-manager", "a", "a_b", "1"], ["", "A", "-a", "a b", "a.b", "a".repeat(64)]],
  ["GRAFANA_HOME", ["", "/", "/usr/share/grafana", "/with space"], ["grafana", "./grafana", "~/grafana", "/a\nb"]],
  ["RUNTIME", ["auto", "docker", "native"], ["", "Docker", "podman"]],
  ["DCGM_EXPORTER", ["auto", "on", "off"], ["", "true", "yes"]],
];

describe.each(cases)("%s", (name, allowed, refused) => {
  test.each(allowed)("allows %j", (text) => expect(objection(name, text)).toBeUndefined());
  test.each(refused)("refuses %j and says what is allowed", (text) =>
    expect(objection(name, text)).toMatch(/^must (not |be |have )/),
  );
});

test("a port is allowed exactly when it is a number from 1 to 65535", () => {
  fc.assert(
    fc.property(fc.integer({ min: -10, max: 80_000 }), (number) => {
      expect(objection("MONITOR_PORT", String(number)) === undefined).toBe(number >= 1 && number <= 65_535);
    }),
    { numRuns: 2000 },
  );
});

test("no text, however odd, makes a check throw or hang", () => {
  fc.assert(
    fc.property(fc.constantFrom(...settingNames), fc.string({ unit: "binary", maxLength: 300 }), (name, text) => {
      objection(name, text);
    }),
  );
});
