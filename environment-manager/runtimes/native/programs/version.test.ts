import { expect, test } from "vitest";
import { isOlder, versionIn } from "./version.ts";

test.each([
  [
    "prometheus, version 2.42.0+ds (branch: debian/sid, revision: 2.42.0+ds-5+deb12u1)\n  go version: go1.19.8",
    "2.42.0",
  ],
  ["prometheus, version 3.5.0 (branch: HEAD, revision: 8be3a9560fbdd18a94dedec4b747c35178177202)", "3.5.0"],
  ["grafana version 12.4.2", "12.4.2"],
  ["Version 9.5.2 (commit: cfcea75916, branch: HEAD)", "9.5.2"],
  ["no such thing", undefined],
])("%j says %s", (output, version) => {
  expect(versionIn(output)).toBe(version);
});

test.each([
  ["2.42.0", "2.42.0", false],
  ["2.9.1", "2.42", true],
  ["2.42", "2.42.1", true],
  ["3.0", "2.42.0", false],
  ["12.4.2", "9.4.0", false],
])("%s older than %s: %s", (version, minimum, older) => {
  expect(isOlder(version, minimum)).toBe(older);
});
