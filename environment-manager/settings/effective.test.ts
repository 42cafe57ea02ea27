import { expect, test } from "vitest";
import { describeSettings, settingsDocument, settingsText } from "./effective.ts";
import { type LoadedSettings, loadSettings } from "./load.ts";
import { settingNames } from "./table.ts";

const paths = { env: "/nonexistent/.env", yaml: "/nonexistent/env-manager.yaml" };
const loaded: LoadedSettings = {
  ...(await loadSettings({
    flags: { MONITOR_PORT: "3001" },
    environment: { GRAFANA_PASSWORD: "hunter22" },
    paths,
  })),
  extra: { X_TOKEN: "hunter33" },
};

test("every setting has a row, in the order of the table, with its typed value", () => {
  const rows = describeSettings(loaded);
  expect(rows.map(({ name }) => name)).toEqual(settingNames);
  expect(rows).toContainEqual({
    name: "MONITOR_PORT",
    value: 3001,
    origin: { kind: "flag", flag: "--monitor-port" },
  });
});

test("the text is aligned and says where each value came from", () => {
  const lines = settingsText(loaded).split("\n");
  expect(lines.find((line) => line.startsWith("MONITOR_PORT"))).toMatch(/^MONITOR_PORT {2,}3001 {2,}--monitor-port$/);
  expect(lines.find((line) => line.startsWith("GRAFANA_PASSWORD"))).toMatch(/ {2}\*{4} +environment GRAFANA_PASSWORD$/);
  const column = lines[0]?.lastIndexOf("default");
  expect(lines[3]?.lastIndexOf("default")).toBe(column);
  expect(lines.at(-1)).toBe("Passed on to Compose from .env: X_TOKEN");
});

test("the document has value, origin and its description by name", () => {
  expect(settingsDocument(loaded).settings["EXPORTER_PORT"]).toEqual({
    value: 9410,
    origin: { kind: "default" },
    from: "default",
  });
  expect(settingsDocument(loaded).passedOn).toEqual(["X_TOKEN"]);
});

test("neither shows a secret, nor the value of a variable that is not ours", () => {
  expect(settingsText(loaded) + JSON.stringify(settingsDocument(loaded))).not.toContain("hunter");
});
