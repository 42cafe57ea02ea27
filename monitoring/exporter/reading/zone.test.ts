import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostTree } from "../testing/scrape-tree.ts";
import { localZone, zoneOf } from "./local-zone.ts";
import { parseZoneRule } from "./zone-rule.ts";

const berlin = readFileSync(join(hostTree, "root/etc/localtime"));
const at = (text: string): number => Date.parse(text) / 1000;

test("a zone file tells winter from summer, in the past and beyond what it lists", () => {
  const zone = zoneOf(berlin);
  expect(zone(at("1900-06-01T00:00:00Z"))).toEqual({ seconds: 3600, name: "CET" });
  expect(zone(at("1985-07-01T00:00:00Z"))).toEqual({ seconds: 7200, name: "CEST" });
  expect(zone(at("2026-03-29T00:59:59Z"))).toEqual({ seconds: 3600, name: "CET" });
  expect(zone(at("2026-03-29T01:00:00Z"))).toEqual({ seconds: 7200, name: "CEST" });
  expect(zone(at("2090-07-01T00:00:00Z"))).toEqual({ seconds: 7200, name: "CEST" });
});

const rules: Readonly<Record<string, string>> = {
  "CET-1CEST,M3.5.0,M10.5.0/3": "Europe/Berlin",
  "EST5EDT,M3.2.0,M11.1.0": "America/New_York",
  "AEST-10AEDT,M10.1.0,M4.1.0/3": "Australia/Sydney",
  "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0": "Australia/Lord_Howe",
  "IST-5:30": "Asia/Kolkata",
  "<-02>2<-01>,M3.5.0/-1,M10.5.0/0": "America/Nuuk",
};

const offsetByIntl = (zone: string, seconds: number): number => {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  const name = format.formatToParts(seconds * 1000).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = 0, minutes = 0] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
};

describe("rules agree with what the runtime knows of the zone", () => {
  test.each(Object.entries(rules))("%s is %s", (rule, zone) => {
    const read = parseZoneRule(rule);
    fc.assert(
      fc.property(fc.integer({ min: at("2025-01-01T00:00:00Z"), max: at("2036-12-31T00:00:00Z") }), (moment) => {
        expect(read(moment).seconds).toBe(offsetByIntl(zone, moment));
      }),
      { numRuns: 200 },
    );
  });
});

test("days counted from new year's skip 29 February, or do not", () => {
  const julian = parseZoneRule("AAA0BBB,J60/0,J61/1");
  expect(julian(at("2028-02-29T12:00:00Z")).name).toBe("AAA");
  expect(julian(at("2028-03-01T00:30:00Z")).name).toBe("BBB");
  const plain = parseZoneRule("AAA0BBB,59/0,60/1");
  expect(plain(at("2028-02-29T12:00:00Z")).name).toBe("BBB");
});

test("what is no rule and what is no zone file is refused", () => {
  for (const bad of ["", "C", "CET", "CET-1CEST,X,Y", "CET-1CEST,M3.5.0"])
    expect(() => parseZoneRule(bad)(0)).toThrow();
  expect(() => zoneOf(Buffer.from("not a zone"))).toThrow();
  expect(() => zoneOf(berlin.subarray(0, 100))).toThrow();
});

test("a damaged zone file is refused or read, and never hangs", () => {
  fc.assert(
    fc.property(fc.nat(berlin.length - 1), fc.integer({ min: 0, max: 255 }), (where, byte) => {
      const damaged = Buffer.from(berlin);
      damaged[where] = byte;
      try {
        expect(Number.isFinite(zoneOf(damaged)(at("2026-06-01T00:00:00Z")).seconds)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});

test("the machine's zone comes from its own root, and is UTC where it has none", () => {
  const paths = { procfs: "/proc", sysfs: "/sys", udevData: "", rootfs: join(hostTree, "root") };
  expect(localZone(paths, undefined)(at("2026-01-01T00:00:00Z")).name).toBe("CET");
  expect(localZone({ ...paths, rootfs: "/nowhere" }, undefined)(0)).toEqual({ seconds: 0, name: "UTC" });
  expect(localZone(paths, "UTC")(0).name).toBe("UTC");
  expect(localZone(paths, "../../etc/localtime")(0).name).toBe("UTC");
});
