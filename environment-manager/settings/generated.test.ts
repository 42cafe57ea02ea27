import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import * as z from "zod";
import { renderEnvExample } from "./example.ts";
import { generatedSettingsFiles } from "./generated.ts";
import { settingGroups } from "./groups.ts";
import { renderJsonSchema } from "./json-schema.ts";
import { loadSettings } from "./load.ts";
import { projectPaths } from "./project.ts";
import { renderSettingsPage } from "./settings-page.ts";
import { flagOf, settingNames, settingsTable, yamlKeyOf } from "./table.ts";

const root = join(import.meta.dirname, "..", "..");

test.each(generatedSettingsFiles())("$path is what the code renders (npm run generate)", ({ path, content }) => {
  expect(readFileSync(join(root, path), "utf8")).toBe(content);
});

test("every setting is in exactly one group", () => {
  expect(settingGroups.flatMap(({ names }) => names).toSorted()).toEqual(settingNames.toSorted());
});

test("the page has every setting with its flag", () => {
  const page = renderSettingsPage();
  for (const name of settingNames)
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\| \`--${flagOf(name)}\` +\\|`, "m"));
});

describe(".env.example", () => {
  const load = async (env: string) => {
    const folder = mkdtempSync(join(tmpdir(), "example-"));
    try {
      writeFileSync(join(folder, ".env"), env);
      return await loadSettings({ flags: {}, environment: {}, paths: projectPaths(folder) });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test("can be used as it is, and sets nothing", async () => {
    const { origins } = await load(renderEnvExample());
    expect(settingNames.filter((name) => origins[name].kind !== "default")).toEqual([]);
  });

  test("with every # taken away sets every setting to its default", async () => {
    const { settings, origins, extra } = await load(renderEnvExample().replaceAll(/^#(?=\w+=)/gm, ""));
    for (const name of settingNames) {
      expect(String(settings[name])).toBe(settingsTable[name].default);
      expect(origins[name].kind).toBe("env");
    }
    expect(Object.keys(extra)).toEqual(["X_SMTP_HOST"]);
  });
});

describe("the JSON Schema", () => {
  const document = JSON.parse(renderJsonSchema());
  const schema = z.fromJSONSchema(document);
  const accepts = (value: unknown) => schema.safeParse(value).success;

  test("has every key with its meaning and default, and no other", () => {
    expect(Object.keys(document.properties)).toEqual(settingNames.map(yamlKeyOf));
    for (const name of settingNames) {
      const { description, default: value } = document.properties[yamlKeyOf(name)];
      expect(description).toBe(settingsTable[name].help);
      expect(accepts({ [yamlKeyOf(name)]: value })).toBe(true);
    }
  });

  test.each([
    [{}, true],
    [{ monitor_port: 3001, grafana_cpus: 0.5, prometheus_retention_size: 0, grafana_user: "cZ p" }, true],
    [{ monitor_port: "3001", runtime: "native", monitor_bind: "::1" }, true],
    [{ monitor_port: 70000 }, false],
    [{ monitor_port: "abc" }, false],
    [{ monitor_prot: 1 }, false],
    [{ runtime: "podman" }, false],
    [{ monitor_bind: "localhost" }, false],
    [{ grafana_user: "a:b" }, false],
    [{ grafana_password: "x" }, false],
    [{ grafana_tag: 12.4 }, false],
  ])("%j: %s", (value, accepted) => expect(accepts(value)).toBe(accepted));

  test("accepts what loading accepts", async () => {
    const value = { monitor_port: 3001, scrape_interval: "30s", grafana_tag: "12.4", dcgm_exporter: "off" };
    expect(accepts(value)).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), "schema-"));
    try {
      writeFileSync(join(folder, "env-manager.yaml"), stringify(value));
      const { settings } = await loadSettings({ flags: {}, environment: {}, paths: projectPaths(folder) });
      expect(settings).toMatchObject({ MONITOR_PORT: 3001, GRAFANA_TAG: "12.4", DCGM_EXPORTER: "off" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
