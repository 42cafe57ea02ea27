import * as z from "zod";
import { kindSchemas } from "./kinds.ts";
import { type SettingKind, type SettingName, settingNames, settingsTable, yamlKeyOf } from "./table.ts";

/** What of a kind may stand in YAML as a number; everything else is text there. */
const numberForms: Partial<Record<SettingKind, z.ZodType>> = {
  port: z.int().min(1).max(65_535),
  cpus: z.number().min(0.01).max(4096),
  size: z.literal(0),
};

/** The JSON Schema of `env-manager.yaml`, for editors: a JSON text with a line break at its end. */
export function renderJsonSchema(): string {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#", // what editors know best
    title: "env-manager.yaml",
    description: "Settings of env-manager. A flag, an environment variable and a line in .env win over this file.",
    type: "object",
    properties: Object.fromEntries(settingNames.map((name) => [yamlKeyOf(name), property(name)])),
    additionalProperties: false,
  };
  return `${JSON.stringify(schema, null, 2).replaceAll(/"enum": \[[^\]]*\]/g, onOneLine)}\n`;
}

/** As the formatter of this repository has it. */
const onOneLine = (list: string): string =>
  list
    .replaceAll(/\s+(?=["\]])/g, " ")
    .replace("[ ", "[")
    .replace(" ]", "]");

function property(name: SettingName): object {
  const { kind, help, default: text } = settingsTable[name];
  const number = numberForms[kind];
  const form = number ? z.union([number, kindSchemas[kind]]) : kindSchemas[kind];
  const { $schema, ...rest } = z.toJSONSchema(form, { io: "input", target: "draft-7" });
  const isNumber = number?.safeParse(Number(text)).success === true;
  return { description: help, default: isNumber ? Number(text) : text, ...rest };
}
