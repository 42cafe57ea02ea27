import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCpuList } from "../reading/cpu-list.ts";
import { parseCpuTimes, statCounter } from "../reading/proc-stat.ts";
import { parseDiskstats } from "./diskstats.ts";
import { parseMeminfo } from "./meminfo.ts";
import { parseNetDev } from "./netdev.ts";
import { parseOsRelease } from "./os-release.ts";
import { parseDeviceProperties } from "./udev.ts";

const count = fc.nat({ max: 2 ** 31 - 1 });
const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,14}$/);
const uniqueNames = fc.uniqueArray(name, { maxLength: 20 });

describe("/proc/net/dev", () => {
  test("what the kernel prints comes back, with a blank after the colon or without", () => {
    fc.assert(
      fc.property(
        uniqueNames,
        fc.array(count, { minLength: 16, maxLength: 16 }),
        fc.boolean(),
        (devices, values, blank) => {
          const lines = devices.map((device) => `${device.padStart(6)}:${blank ? " " : ""}${values.join("  ")}`);
          const text = `Inter-|   Receive\n face |bytes\n${lines.join("\n")}\n`;
          expect(parseNetDev(text)).toEqual({ devices: devices.map((device) => ({ device, values })), malformed: 0 });
        },
      ),
    );
  });

  test("a device that comes twice, as lists that change while they are read have it, is there once", () => {
    const line = (bytes: number): string => `eth0: ${[bytes, ...Array(15).fill(0)].join(" ")}`;
    const { devices } = parseNetDev(`${line(1)}\n${line(2)}\n`);
    expect(devices.map(({ device, values }) => [device, values[0]])).toEqual([["eth0", 2]]);
  });

  test("a line that is cut short is counted, and the others are read", () => {
    const good = `lo: ${Array(16).fill(7).join(" ")}`;
    expect(parseNetDev(`${good}\neth0: 1 2 3\n: 1\n`)).toMatchObject({ devices: [{ device: "lo" }], malformed: 2 });
  });
});

describe("/proc/diskstats", () => {
  test("11, 15 or 17 columns, or more than are known yet, are read as far as they are known", () => {
    fc.assert(
      fc.property(fc.constantFrom(11, 15, 17, 25), count, (columns, value) => {
        const { disks, malformed } = parseDiskstats(`   8       0 sda ${Array(columns).fill(value).join(" ")}\n`);
        expect(disks).toEqual([
          { major: "8", minor: "0", device: "sda", values: Array(Math.min(columns, 17)).fill(value) },
        ]);
        expect(malformed).toBe(0);
      }),
    );
  });

  test("partitions of very old kernels, with four columns, are passed over", () => {
    expect(parseDiskstats("8 1 sda1 1 2 3 4\n")).toEqual({ disks: [], malformed: 0 });
  });
});

describe("/proc/meminfo", () => {
  test("sizes are bytes and counts are counts", () => {
    expect(
      parseMeminfo("MemTotal:       16 kB\nHugePages_Total:    7\nActive(anon): 2 kB\nnonsense\nX: 1 MB\n"),
    ).toEqual([
      { key: "MemTotal", bytes: true, value: 16_384 },
      { key: "HugePages_Total", bytes: false, value: 7 },
      { key: "Active(anon)", bytes: true, value: 2048 },
    ]);
  });
});

describe("/proc/stat", () => {
  test("numbers are found by their line, be it the first, the last or in between", () => {
    const text = "ctxt 12\nintr 34 5 6 7\nprocesses 18446744073709551615";
    expect(["ctxt", "intr", "processes", "btime", "roc", "5"].map((key) => statCounter(text, key))).toEqual([
      12,
      34,
      2 ** 64,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("a CPU whose line is damaged is counted, and the others are read", () => {
    const { times, malformed } = parseCpuTimes("cpu  9 9\ncpu0 100 x\ncpu17 100 0 0 50\nctxt 1\n");
    expect(times).toEqual([{ cpu: "17", seconds: [1, 0, 0, 0.5, 0, 0, 0, 0, 0, 0] }]);
    expect(malformed).toBe(1);
  });
});

describe("lists of CPUs", () => {
  test("single ones and ranges, each CPU once", () => {
    expect(parseCpuList("0-2,5,1-3\n")).toEqual([0, 1, 2, 5, 3]);
    expect(parseCpuList("\n")).toEqual([]);
  });

  test.each(["a", "1-", "-1", "1-2-3", "999999"])("%j is refused", (text) => {
    expect(() => parseCpuList(text)).toThrow("is no list of CPUs");
  });
});

describe("os-release", () => {
  test("values may be bare, or quoted in either way, with escapes in double quotes", () => {
    const text = `ID=debian\nNAME="De\\"bian\\$"\nVERSION='a "b"'\n# X=1\nbroken line\n`;
    expect(Object.fromEntries(parseOsRelease(text))).toEqual({ ID: "debian", NAME: 'De"bian$', VERSION: 'a "b"' });
  });
});

describe("udev's database", () => {
  test("properties are the lines that begin with E:, whatever their values hold", () => {
    const text = "S:disk/x\nE:ID_MODEL=a=b c\nE:EMPTY=\nE:=x\nE:none\nG:systemd\n";
    expect(Object.fromEntries(parseDeviceProperties(text))).toEqual({ ID_MODEL: "a=b c", EMPTY: "" });
  });
});

const anything = fc
  .array(
    fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(" ", "\n", ":", "=", "0", "E:", "cpu0 ", "\ufffd"), count),
  )
  .map((pieces) => pieces.join(""));

test.each([
  ["net/dev", parseNetDev],
  ["diskstats", parseDiskstats],
  ["meminfo", parseMeminfo],
  ["cpu times", parseCpuTimes],
  ["os-release", parseOsRelease],
  ["udev", parseDeviceProperties],
] as const)("the parser of %s takes anything without throwing", (_, parse) => {
  fc.assert(fc.property(anything, (text) => void parse(text)));
});
