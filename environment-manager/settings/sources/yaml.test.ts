import { describe, expect, test } from "vitest";
import { readYamlText } from "./yaml.ts";

const statementsOf = async (text: string) =>
  (await readYamlText(text)).statements.map(({ name, text, origin }) => [name, text, "line" in origin && origin.line]);

const problemsOf = async (text: string) => (await readYamlText(text)).problems.map(({ where, what }) => [where, what]);

test("values come with their lines, numbers as they are written", async () => {
  const text = `# comment
monitor_port: 3001
grafana_tag: 12.40

"grafana_user": 'Ann Lee'
grafana_cpus: 0.50
dcgm_exporter: off
grafana_password: 0x1F
prometheus_tag: v3.5.0 # note
`;
  expect(await statementsOf(text)).toEqual([
    ["MONITOR_PORT", "3001", 2],
    ["GRAFANA_TAG", "12.40", 3],
    ["GRAFANA_USER", "Ann Lee", 5],
    ["GRAFANA_CPUS", "0.50", 6],
    ["DCGM_EXPORTER", "off", 7],
    ["GRAFANA_PASSWORD", "0x1F", 8],
    ["PROMETHEUS_TAG", "v3.5.0", 9],
  ]);
});

test("an alias stands for what it names", async () => {
  expect(await statementsOf("grafana_memory: &m 1G\nprometheus_memory: *m\n")).toEqual([
    ["GRAFANA_MEMORY", "1G", 1],
    ["PROMETHEUS_MEMORY", "1G", 2],
  ]);
});

test.each(["", "# only a comment\n", "---\n"])("%j says nothing", async (text) =>
  expect(await readYamlText(text)).toEqual({ statements: [], problems: [] }),
);

describe("what cannot be understood is a problem with its line", () => {
  test.each([
    ["monitor_prot: 1\n", 1, "monitor_prot is not a setting"],
    ["a: 1\n", 1, "a is not a setting"],
    ["\nmonitor_port:\n", 2, "monitor_port has no value"],
    ["monitor_port: *nobody\n", 1, "monitor_port has no value"],
    ["monitor_port: ~\n", 1, "monitor_port has no value"],
    ["monitor_port: [1, 2]\n", 1, "monitor_port has more than one value in it"],
    ["monitor_port:\n  a: 1\n", 1, "monitor_port has more than one value in it"],
    ["monitor_port: 1\nruntime: auto\nmonitor_port: 2\n", 3, "monitor_port is set a second time; line 1 sets it first"],
    ["? [a]\n: 1\n", 1, "a key is not a plain word"],
    ["- monitor_port\n", 1, "the file is not a mapping"],
    ["just text\n", 1, "the file is not a mapping"],
  ])("%j", async (text, line, what) => expect(await problemsOf(text)).toEqual([[`env-manager.yaml:${line}`, what]]));

  test.each([
    ["runtime: auto\nmonitor_port: 'unclosed\n"],
    ["monitor_port: 1\n  bad: indent\n"],
    ["a: 1\n---\nb: 2\n"],
    ["monitor_port: !what 3\n"],
    ["\tmonitor_port: 3\n"],
    ["monitor_port: {\n"],
  ])("%j is not valid YAML", async (text) => {
    const problems = await problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem).toEqual([
        expect.stringMatching(/^env-manager\.yaml:\d+$/),
        expect.stringContaining("not valid YAML"),
      ]);
    }
  });

  test("and never repeats the text, which may be a password", async () => {
    const text = 'grafana_password: "hunter22\nx: @hunter22\n%hunter22\n- hunter22: `hunter22\n';
    expect(JSON.stringify(await problemsOf(text))).not.toContain("hunter");
  });
});

test("an unknown key is told the nearest known one", async () => {
  const { problems } = await readYamlText("MONITOR_PORT: 1\nxyz: 2\n");
  expect(problems.map(({ remedy }) => remedy)).toEqual(["Write monitor_port if that is meant", "Remove it"]);
});
