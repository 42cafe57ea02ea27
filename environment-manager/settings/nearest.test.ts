import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "./nearest.ts";
import { settingNames } from "./table.ts";

test.each([
  ["", "", 0],
  ["abc", "abc", 0],
  ["abc", "", 3],
  ["port", "prot", 1],
  ["kitten", "sitting", 3],
  ["ca", "abc", 3],
])("%j is as far from %j as %d changes", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test.each([
  ["MONITOR_PROT", "MONITOR_PORT"],
  ["GRAFANA_PASWORD", "GRAFANA_PASSWORD"],
  ["grafana-passwd", "GRAFANA_PASSWORD"],
  ["PROMETHEUS_RETENTION", "PROMETHEUS_RETENTION_TIME"],
  ["monitor_port", "MONITOR_PORT"],
])("for %s the nearest setting is %s", (word, expected) => expect(nearest(word, settingNames)).toBe(expected));

test.each(["PORT", "PATH", "HOME", "", "LANG", "SOMETHING_ELSE_ALTOGETHER"])("nothing is near %j", (word) =>
  expect(nearest(word, settingNames)).toBeUndefined(),
);

test("one swapped pair of letters in a name never leads elsewhere", () => {
  fc.assert(
    fc.property(fc.constantFrom(...settingNames), fc.nat(), (name, position) => {
      const at = position % (name.length - 1);
      const swapped = `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`;
      expect(nearest(swapped, settingNames)).toBe(name);
    }),
  );
});
