import { describe, expect, test } from "vitest";
import { helpText } from "./help.ts";
import { allFlags, parseOptions } from "./options.ts";

const names = (...argv: string[]): string[] => parseOptions(argv).enabled.map(({ name }) => name);

describe("which collectors run", () => {
  test("all that are on by default, unless told otherwise", () => {
    expect(names()).toContain("cpu");
    expect(names("--no-collector.cpu")).not.toContain("cpu");
    expect(names("--collector.disable-defaults", "--collector.cpu", "--collector.stat")).toEqual(["cpu", "stat"]);
    expect(names("--collector.disable-defaults")).toEqual([]);
  });
});

describe("where it listens and reads", () => {
  test("on loopback unless told otherwise", () => {
    expect(parseOptions([]).addresses).toEqual([{ host: "127.0.0.1", port: 9410 }]);
    expect(parseOptions(["--port", "9400"]).addresses).toEqual([{ host: "127.0.0.1", port: 9400 }]);
    expect(parseOptions(["--web.listen-address=:1", "--web.listen-address", "[::1]:2"]).addresses).toEqual([
      { host: undefined, port: 1 },
      { host: "::1", port: 2 },
    ]);
  });

  test("udev's database lies below the machine's root, unless it is named", () => {
    expect(parseOptions([]).paths.udevData).toBe("/run/udev/data");
    expect(parseOptions(["--path.rootfs=/host/root/"]).paths).toMatchObject({
      rootfs: "/host/root",
      udevData: "/host/root/run/udev/data",
    });
    expect(parseOptions(["--path.rootfs=/r", "--path.udev.data=/u"]).paths.udevData).toBe("/u");
  });
});

describe("a command line that cannot be obeyed is refused, and the message says what to write", () => {
  test.each([
    [["--prot=1"], "did you mean --port?"],
    [["--colector.cpu"], "did you mean --collector.cpu?"],
    [["--no-collector.memory"], "unknown flag --no-collector.memory"],
    [["--collector.cpu=yes"], "--collector.cpu takes no value"],
    [["--port"], "--port wants a value"],
    [["--port=70000"], '"70000" is no port'],
    [["--port=abc"], '"abc" is no port'],
    [["--web.listen-address=9410"], '"9410" is no address'],
    [["--port=1", "--web.listen-address=:1"], "not both"],
    [["serve"], 'unexpected argument "serve"'],
    [["--collector.netdev.device-exclude=("], "--collector.netdev.device-exclude: "],
    [["--collector.filesystem.mount-timeout=5"], "no duration"],
    [["--no-path.procfs"], "unknown flag --no-path.procfs"],
  ])("%j", (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });

  test("a pair of filters that excludes each other is refused when the collector is made", () => {
    const { enabled, flags, paths } = parseOptions([
      "--collector.netdev.device-exclude=a",
      "--collector.netdev.device-include=b",
    ]);
    const netdev = enabled.find(({ name }) => name === "netdev");
    expect(() => netdev?.create({ flags, paths, log: () => {} })).toThrow("not both");
  });
});

test("the help names every flag, with its default", () => {
  const help = helpText(allFlags);
  for (const { name } of allFlags) expect(help).toContain(name);
  expect(help).toContain("--collector.filesystem.mount-timeout=DURATION");
  expect(help).toContain("Default: 127.0.0.1:9410");
});

test("no two flags share a name", () => {
  expect(new Set(allFlags.map(({ name }) => name)).size).toBe(allFlags.length);
});
