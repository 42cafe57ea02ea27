import { flagOrigin } from "../origin.ts";
import { type SettingName, settingNames } from "../table.ts";
import type { Reading, Statement } from "./reading.ts";

/** Settings from the command line. `spellings` names the flags that gave a value under another name than their own. */
export function readFlags(
  flags: Partial<Record<SettingName, string>>,
  spellings: Partial<Record<SettingName, string>> = {},
): Reading {
  const statements = settingNames.flatMap((name): Statement[] => {
    const text = flags[name];
    const flag = spellings[name];
    return text === undefined ? [] : [{ name, text, origin: flag ? { kind: "flag", flag } : flagOrigin(name) }];
  });
  return { statements, problems: [] };
}
