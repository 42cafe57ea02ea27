import { type SettingGroup, settingGroups } from "./groups.ts";
import { isSecret } from "./mask.ts";
import { flagOf, type SettingName, settingsTable, yamlKeyOf } from "./table.ts";

/** `docs/settings.md`: every setting in a table, and how they work together. */
export function renderSettingsPage(): string {
  return [introduction, ...settingGroups.map(section), precedence, files, directory, secrets, refusals].join("\n");
}

const introduction = `# Settings

<!-- Generated from environment-manager/settings by \`npm run generate\`. -->

Every setting has one name in four places: \`MONITOR_PORT\` as environment variable and in \`.env\`, \`--monitor-port\` as
flag, \`monitor_port\` in \`env-manager.yaml\`. \`env-manager config\` prints the value of each that is in force and where it
came from.
`;

const section = ({ title, names }: SettingGroup): string =>
  [
    `## ${title}`,
    "",
    table([
      ["Name", "Flag", "Default", "Meaning"],
      ...names.map((name) => [`\`${name}\``, `\`--${flagOf(name)}\``, defaultOf(name), meaning(name)]),
    ]),
    "",
  ].join("\n");

/** Aligned, so that it can be read without being rendered. */
function table([head = [], ...rows]: readonly string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

const defaultOf = (name: SettingName): string => {
  const value = settingsTable[name].default;
  return value === "" ? "(empty)" : `\`${value}\``;
};

const meaning = (name: SettingName): string => `${settingsTable[name].help}${isSecret(name) ? " (secret)" : ""}`;

const sample = `\`\`\`yaml
# yaml-language-server: $schema=./env-manager.schema.json
${yamlKeyOf("MONITOR_PORT")}: 3001
${yamlKeyOf("SCRAPE_INTERVAL")}: 30s
${yamlKeyOf("GRAFANA_TAG")}: "12.4.0"
\`\`\``;

const precedence = `## Which value wins

1. a flag: \`env-manager --enable-monitoring --monitor-port 3001\`
2. an environment variable: \`MONITOR_PORT=3001\`; an empty one counts as not set
3. a line in \`.env\` in the project directory
4. a key in \`env-manager.yaml\` beside it
5. the default

Enabling saves the flags of that run to \`.env\`, so the next run without them keeps their values. Saving keeps the comments,
the order and the other lines of the file.
`;

const files = `## The two files

\`.env.example\` has every variable with its default, ready to be copied to \`.env\`. A line is \`NAME=value\` (\`export\` may
stand before it), a comment behind \`#\`, or blank. Values are read as they stand: no variable is expanded, and a value has one
line. Put a value with spaces, \`#\`, \`$\` or quotes into single quotes; what programs read differently (a \`#\` without a space
before it, a backslash before a quote) is refused.

Names that begin with \`X_\`, and those of Docker and Compose (\`DOCKER_…\`, \`COMPOSE_…\`), are not settings of env-manager. They
are handed on to Compose, so that \`monitoring/docker-compose.override.yml\` can use them:

\`\`\`yaml
services:
  grafana:
    environment:
      GF_SMTP_HOST: \${X_SMTP_HOST}
\`\`\`

\`env-manager.yaml\` has the same settings for those who like YAML, or share them between machines. Editors that know JSON
Schema complete and check it with \`env-manager.schema.json\`:

${sample}
`;

const directory = `## Where the project directory is

\`--project-dir DIR\`; else what the environment variable \`ENV_MANAGER_PROJECT_DIR\` names; else the nearest folder, from the
working directory upwards, that has \`.env-manager/\` or \`head_1/docker-compose.yml\`; else the clone that \`env-manager\` was
started from; else, for an installed package, \`env-manager\` in \`$XDG_DATA_HOME\` or \`~/.local/share\`.
`;

const secrets = `## Passwords

Grafana's user and password are \`admin\` and \`admin\` at first, which is accepted only while Grafana listens on a loopback
address (127.0.0.0/8 or ::1). For any other \`MONITOR_BIND\` the password must have at least 8 characters, differ from the
user's name and not be one of those that everybody tries first. There are three ways to give it:

- \`--grafana-password-file FILE\`, or \`--grafana-password-file -\` for standard input; the line break at the end is dropped
- \`--generate-password\` makes one of 24 characters and keeps it in \`.env\`
- \`--grafana-password PASSWORD\`, which other users of the machine can see in the list of processes while it runs

\`.env\` is written readable by its owner only (0600), and a file that was more open becomes so. Where settings are shown, a secret is
\`****\`. In errors and logs a secret of 8 or more characters is masked wherever it stands, a shorter one where it stands as
a word of its own; the default \`admin\` is not masked, since everybody knows it.
`;

const refusals = `## What is refused

All problems of all sources are reported at once, each with its file and line, its flag or its variable, and nothing is
changed: values that a setting does not allow, unknown names (with the nearest one that is known), names that are set twice,
lines that cannot be read, two services on one port, a weak password where others can reach Grafana. The exit code is 64
where only flags are at fault, else 78.
`;
