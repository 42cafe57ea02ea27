import { flagOf, type SettingName, settingNames, settingsTable } from "../settings/table.ts";
import { type CommandDefinition, commandTable } from "./table.ts";

/** Flags that every command takes: in commander's notation, and what they do. */
export const commonOptions: readonly (readonly [flags: string, help: string])[] = [
  ["--project-dir <dir>", "the project directory (default: here, or where env-manager was cloned)"],
  ["--json", "one JSON document on standard output, progress as JSON lines on standard error"],
  ["-q, --quiet", "only warnings and errors"],
  ["--no-color", "no colours (so does NO_COLOR)"],
  ["-y, --yes", "answer every question with yes"],
  ["--debug", "show where an error came from"],
];

/** The settings that people change first; all of them are listed by `enable --help`. */
const mainSettings: readonly SettingName[] = [
  "GRAFANA_USER",
  "GRAFANA_PASSWORD",
  "MONITOR_PORT",
  "MONITOR_BIND",
  "RUNTIME",
];

const settingRow = (name: SettingName): Row => {
  const { kind, default: value, help } = settingsTable[name];
  return [`--${flagOf(name)} <${kind}>`, value === "" || "secret" in settingsTable[name] ? help : `${help} (${value})`];
};

type Row = readonly [left: string, right: string];

/** The text of `env-manager --help`. Made here, since loading a parser to print it would take longer than Node's own start. */
export function helpText(): string {
  return [
    "Usage: env-manager [command] [flags]",
    "",
    "Starts and looks after the monitoring of this machine. Without a command: the home screen.",
    "",
    section("Commands", commandTable.map(commandRow)),
    section("The same as flags", flagRows()),
    section("Main settings", mainSettings.map(settingRow)),
    section("Flags of every command", [
      ...commonOptions,
      ["-h, --help", "this help, or a command's"],
      ["-V, --version", "the version"],
    ]),
    "All settings: env-manager enable --help",
    "",
  ].join("\n");
}

/** The text of `env-manager COMMAND --help`. */
export function commandHelpText(command: CommandDefinition): string {
  const usage = ["Usage: env-manager", command.name, command.arguments, "[flags]"].filter(Boolean).join(" ");
  return [
    usage,
    "",
    `${command.summary}.${command.flag ? ` The same as ${command.flag}.` : ""}`,
    "",
    ...(command.options ? [section("Flags", command.options)] : []),
    ...(command.listsSettings ? [section("Settings", settingNames.map(settingRow))] : []),
    section("Flags of every command", commonOptions),
  ].join("\n");
}

const commandRow = ({ name, arguments: args, summary }: CommandDefinition): Row => [`${name} ${args ?? ""}`, summary];

const flagRows = (): Row[] => commandTable.flatMap(({ flag, name }): Row[] => (flag ? [[flag, name]] : []));

function section(title: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return [`${title}:`, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`), ""].join("\n");
}
