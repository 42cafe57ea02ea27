import { renderEnvExample } from "./example.ts";
import { renderJsonSchema } from "./json-schema.ts";
import { renderSettingsPage } from "./settings-page.ts";

/** The committed files that are rendered from the settings table; paths are relative to the repository's root. */
export const generatedSettingsFiles = (): readonly { readonly path: string; readonly content: string }[] => [
  { path: ".env.example", content: renderEnvExample() },
  { path: "docs/settings.md", content: renderSettingsPage() },
  { path: "env-manager.schema.json", content: renderJsonSchema() },
];
