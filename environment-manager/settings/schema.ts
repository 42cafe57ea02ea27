import * as z from "zod";
import { kindSchemas } from "./kinds.ts";
import { type SettingName, settingNames, settingsTable } from "./table.ts";

type Shape = { [Name in SettingName]: (typeof kindSchemas)[(typeof settingsTable)[Name]["kind"]] };

const shape = Object.fromEntries(
  settingNames.map((name) => [name, kindSchemas[settingsTable[name].kind].describe(settingsTable[name].help)]),
) as Shape;

/** Every setting as text in, the typed `Settings` out. The one place that says what a value may be. */
export const settingsSchema = z.strictObject(shape);

/** Why `text` cannot be the value of a setting, as the end of a sentence that begins with "it"; undefined where it can. */
export function objection(name: SettingName, text: string): string | undefined {
  return settingsSchema.shape[name].safeParse(text).error?.issues[0]?.message;
}
