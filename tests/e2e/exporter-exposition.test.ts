import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type StartedExporter, startExporter } from "./support/exporter.ts";

const promtool = process.env["PROMTOOL_BINARY"] ?? inject("native")?.prometheus["2.53.3"].promtool;

// The names of /proc/meminfo's fields are the kernel's, and node_exporter has made them what dashboards look for.
const knownComplaint = /^node_memory_\w+ metric names should be written in 'snake_case' not 'camelCase'$/;

const complaints = async (page: string): Promise<string[]> => {
  const { stdout, stderr } = await execa(promtool ?? "", ["check", "metrics"], { input: page, reject: false });
  return `${stdout}\n${stderr}`.split("\n").filter((line) => line !== "" && !knownComplaint.test(line));
};

const fixtures = join(import.meta.dirname, "../fixtures/exporter");
const golden = ["host.prom", ...readdirSync(join(fixtures, "gpus")).map((name) => join("gpus", name))].filter((name) =>
  name.endsWith(".prom"),
);

describe.skipIf(promtool === undefined)("promtool has nothing to say", () => {
  let exporter: StartedExporter;
  beforeAll(async () => {
    exporter = await startExporter(process.execPath, "monitoring/exporter/main.ts");
  });
  afterAll(() => exporter?.stop());

  test("of this machine's page", async () => {
    expect(await complaints(await exporter.scrape())).toEqual([]);
  });

  test.each(golden)("of %s", async (name) => {
    expect(await complaints(readFileSync(join(fixtures, name), "utf8").replace(/ N$/gm, " 1"))).toEqual([]);
  });
});

if (promtool === undefined) {
  test("no promtool to ask", ({ skip }) => {
    skip("set PROMTOOL_BINARY");
  });
}
