import { expect, test } from "vitest";
import { filterFlags, nameFilter } from "./name-filter.ts";
import { parseFlags } from "./parse.ts";

const pair = filterFlags("net.device", "devices", "^lo$");
const filter = (...argv: string[]) => nameFilter(pair, parseFlags(argv, [pair.exclude, pair.include]));
const kept = (names: string[], ...argv: string[]): string[] => names.filter(filter(...argv));

test("what is excluded by default is, until an exclusion or an inclusion of one's own is given", () => {
  expect(kept(["lo", "eth0"])).toEqual(["eth0"]);
  expect(kept(["lo", "eth0"], "--net.device-exclude=^eth")).toEqual(["lo"]);
  expect(kept(["lo", "eth0"], "--net.device-exclude=")).toEqual(["lo", "eth0"]);
  expect(kept(["lo", "eth0", "eth1"], "--net.device-include=^(lo|eth1)$")).toEqual(["lo", "eth1"]);
});

test("flags in front of an expression are understood", () => {
  expect(kept(["ETH0", "wlan0"], "--net.device-include=(?i)^eth")).toEqual(["ETH0"]);
});

test("names beyond those that are remembered are judged all the same", () => {
  const isKept = filter("--net.device-exclude=7$");
  for (let at = 0; at < 10_000; at++) expect(isKept(`veth${at}`)).toBe(at % 10 !== 7);
});
