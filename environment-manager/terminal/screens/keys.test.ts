import type { Key } from "ink";
import { describe, expect, test } from "vitest";
import { homeBindings } from "./home-keys.ts";
import type { HomeActions } from "./home-model.ts";
import { fittingLabels, keyNames } from "./keys.ts";
import { logsBindings } from "./logs-keys.ts";
import { pretendedHome } from "./testing/pretended-home.ts";

const no = {} as Key;
const actions = pretendedHome();

describe("keyNames", () => {
  test.each([
    ["", { upArrow: true }, ["up"]],
    ["c", { ctrl: true }, ["ctrl-c"]],
    ["G", { shift: true }, ["G"]],
    [" ", {}, ["space"]],
    ["jjl", {}, ["j", "j", "l"]],
    ["err\r", {}, ["e", "r", "r", "enter"]],
    ["q", { meta: true }, ["escape", "q"]],
    ["", { escape: true, meta: true }, ["escape", "escape"]],
  ])("%j with %o is %j", (input, key, names) => {
    expect(keyNames(input, { ...no, ...key })).toEqual(names);
  });
});

describe("fittingLabels", () => {
  const shown = (width: number) =>
    fittingLabels(homeBindings(actions, false), width)
      .map(({ key, label }) => `${key} ${label}`)
      .join("  ");

  test("shows all of the home screen's on 80 columns", () => {
    expect(shown(79)).toBe("e enable  d disable  S start  s stop  r restart  l logs  o open  ? help  q quit");
  });

  test("leaves out what is needed least on a narrow terminal", () => {
    expect(shown(59)).toBe("e enable  d disable  r restart  l logs  ? help  q quit");
    expect(shown(34)).toBe("e enable  l logs  ? help  q quit");
  });
});

describe.each([
  ["home", homeBindings(actions, false)],
  ["log", logsBindings],
])("the keys of the %s screen", (_, bindings) => {
  test("mean one thing each", () => {
    const all = bindings.flatMap(({ keys }) => keys);
    expect(all).toHaveLength(new Set(all).size);
  });
});

test("a read-only home screen has no key of an action that changes something", () => {
  const commands = homeBindings(actions, true).map(({ command }) => command);
  expect(commands).toEqual(expect.arrayContaining(["logs", "openGrafana", "help", "quit"]));
  for (const command of commands) {
    if (command in actions) expect(actions[command as keyof HomeActions]).toMatchObject({ effect: "read" });
  }
});
