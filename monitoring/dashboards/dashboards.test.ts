import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dashboardFiles } from "./files.ts";
import { validateDashboards } from "./validate.ts";

const root = join(import.meta.dirname, "..", "..");
const committed = join(root, "monitoring", "grafana", "provisioning", "dashboards");

describe("the committed dashboards", () => {
  test.each(dashboardFiles().map(({ path, content }) => [path, content]))(
    "%s equals what the code renders",
    (path, content) => {
      expect(readFileSync(join(root, path), "utf8")).toBe(content);
    },
  );

  test("are all rendered by the code", () => {
    const names = readdirSync(committed).filter((name) => name.endsWith(".json"));
    expect(names.map((name) => `monitoring/grafana/provisioning/dashboards/${name}`).sort()).toEqual(
      dashboardFiles()
        .map(({ path }) => path)
        .sort(),
    );
  });

  test("have nothing that Grafana would not load or would show empty", () => {
    expect(validateDashboards(dashboardFiles().map(({ path, content }) => ({ file: path, content })))).toEqual([]);
  });

  test("show the exact panels that were agreed", () => {
    const expressions = dashboardFiles().flatMap(({ content }) =>
      [...content.matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)].map(([, expr]) => JSON.parse(`"${expr}"`)),
    );
    const without = expressions.map((expr: string) =>
      expr.replaceAll(/\{instance=~"\$instance"\}/g, "").replaceAll(/,instance=~"\$instance"/g, ""),
    );
    expect(without).toEqual(
      expect.arrayContaining([
        '100 - (avg by (instance) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100)',
        "100 * (node_memory_MemTotal_bytes - node_memory_MemFree_bytes - node_memory_Buffers_bytes - node_memory_Cached_bytes) / node_memory_MemTotal_bytes",
        "nvidia_gpu_utilization_percentage",
        "nvidia_gpu_memory_used_bytes / nvidia_gpu_memory_total_bytes * 100",
      ]),
    );
  });
});

describe("a dashboard file", () => {
  const panel = { type: "stat", title: "A", description: "B", datasource: {}, targets: [{ expr: "up" }] };
  const validate = (...dashboards: unknown[]) =>
    validateDashboards(
      dashboards.map((dashboard, index) => ({
        file: `${index}.json`,
        content: typeof dashboard === "string" ? dashboard : JSON.stringify(dashboard),
      })),
    ).map(({ file, what }) => `${file} ${what}`);

  test("that is whole has no problem", () => {
    expect(validate({ uid: "a", title: "A", panels: [panel, { type: "row", title: "R", panels: [panel] }] })).toEqual(
      [],
    );
  });

  test("that is no JSON, or no object, is named", () => {
    expect(validate("{", "[]")).toEqual(["0.json is not a JSON object", "1.json is not a JSON object"]);
  });

  test("with the uid of another is named with that other", () => {
    const one = { uid: "a", title: "A", panels: [panel] };
    expect(validate(one, one)).toEqual(["1.json has the uid a of 0.json"]);
  });

  test("without title, uid or panels, or with a panel that asks for nothing, is named", () => {
    expect(
      validate({ panels: [] }, { uid: "b", title: "B", panels: [{ ...panel, targets: [{ expr: " " }] }] }),
    ).toEqual([
      "0.json has no title",
      "0.json has no uid, so links to it break whenever it is loaded anew",
      "0.json has no panels",
      "1.json panel A asks for nothing",
    ]);
  });
});
