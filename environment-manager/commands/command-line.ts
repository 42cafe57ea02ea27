import { Command, CommanderError } from "commander";
import { type ExitCode, exitCode, UserError } from "../errors.ts";
import { programRoot } from "../program-root.ts";
import { nearest } from "../settings/nearest.ts";
import { flagOf, type SettingName, settingNames } from "../settings/table.ts";
import { exitCodeOf, renderError } from "../terminal/errors.ts";
import { lookFor } from "../terminal/look.ts";
import { version } from "../version.ts";
import { type CommandContext, commandContext } from "./context.ts";
import { commandHelpText, commonOptions, helpText } from "./help.ts";
import { type CommandDefinition, commandTable } from "./table.ts";

/** Runs what the arguments say. Never throws: an error is shown, and its exit code returned. */
export async function runCommandLine(argv: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const shown: { context?: CommandContext } = {};
  try {
    if (argv[0] === "exporter") return await runExporterAlone(argv.slice(1));
    return await parseAndRun(namedCommand(argv), signal, shown);
  } catch (error) {
    const failure = fromParser(error);
    if (failure === undefined) return exitCode.done;
    const json = argv.includes("--json");
    const text = renderError(failure, {
      ...lookFor(process.stderr, process.env, argv.includes("--no-color")),
      json,
      width: process.stderr.columns,
      debug: argv.includes("--debug"),
      redact: (unmasked) => shown.context?.redact(unmasked) ?? unmasked,
    });
    (json ? process.stdout : process.stderr).write(`${text}\n`);
    return exitCodeOf(failure);
  }
}

/** `--enable-monitoring --monitor-port 3001` is `enable --monitor-port 3001`. */
function namedCommand(argv: readonly string[]): readonly string[] {
  const meant = commandTable.filter(({ flag }) => flag && argv.includes(flag));
  const [first, second] = meant;
  if (first === undefined) return argv;
  if (second !== undefined) {
    throw new UserError(
      { what: `${first.flag} and ${second.flag} are two commands`, remedy: "Give one at a time" },
      exitCode.usage,
    );
  }
  return [...first.name.split(" "), ...argv.filter((argument) => argument !== first.flag)];
}

async function parseAndRun(
  argv: readonly string[],
  signal: AbortSignal,
  shown: { context?: CommandContext },
): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = quietParser(new Command("env-manager"), helpText).version(version, "-V, --version");
  const action = (definition: CommandDefinition) => async (command: Command) => {
    const all: Record<string, unknown> = command.optsWithGlobals();
    const context = commandContext({
      args: command.args,
      options: all,
      flags: settingFlags(all),
      signal,
      programRoot: programRoot(),
    });
    shown.context = context;
    code = await (await definition.load()).run(context);
  };
  addCommonOptions(program);
  program.allowExcessArguments().action((_options, command: Command) => {
    if (command.args[0] !== undefined) throw unknownCommand(command.args[0]);
    return action(home)(command);
  });
  for (const definition of commandTable) {
    const command = addCommand(program, definition);
    command.action((...given: unknown[]) => action(definition)(given.at(-1) as Command));
  }
  await program.parseAsync([...argv], { from: "user" });
  return code;
}

const home: CommandDefinition = { name: "home", summary: "", load: () => import("./home.ts") };

function unknownCommand(given: string): UserError {
  const meant = nearest(given, [...new Set(commandTable.map(({ name }) => name.split(" ")[0] ?? ""))]);
  const remedy = meant ? `Did you mean ${meant}?` : "See: env-manager --help";
  return new UserError({ what: `There is no command ${given}`, remedy }, exitCode.usage);
}

/** Adds a command, below another where its name has two words. */
function addCommand(program: Command, definition: CommandDefinition): Command {
  const [first = "", second] = definition.name.split(" ");
  const group =
    second === undefined ? program : (program.commands.find((one) => one.name() === first) ?? addGroup(program, first));
  const command = quietParser(new Command(second ?? first), () => commandHelpText(definition));
  for (const argument of definition.arguments?.split(" ") ?? []) command.argument(argument);
  for (const [flags, help] of definition.options ?? []) command.option(flags, help);
  addCommonOptions(command);
  command.allowExcessArguments(false);
  group.addCommand(command);
  return command;
}

function addGroup(program: Command, name: string): Command {
  const members = commandTable.filter((definition) => definition.name.startsWith(`${name} `));
  const group = quietParser(new Command(name), () => members.map(commandHelpText).join("\n"));
  group.action(() => {
    throw new UserError(
      { what: `${name} needs one of: ${members.map((member) => member.name.split(" ")[1]).join(", ")}` },
      exitCode.usage,
    );
  });
  program.addCommand(group);
  return group;
}

function addCommonOptions(command: Command): void {
  for (const [flags, help] of commonOptions) command.option(flags, help);
  for (const name of settingNames) command.option(`--${flagOf(name)} <value>`);
}

/** Errors and help are ours to show. */
function quietParser(command: Command, help: () => string): Command {
  command.helpInformation = help;
  return command.exitOverride().configureOutput({ writeErr: () => {} });
}

/** `monitorPort` → MONITOR_PORT. */
function settingFlags(options: Readonly<Record<string, unknown>>): Partial<Record<SettingName, string>> {
  const camel = (name: SettingName) =>
    flagOf(name).replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
  const given = settingNames.map((name) => [name, options[camel(name)]] as const);
  return Object.fromEntries(given.filter(([, value]) => typeof value === "string"));
}

/** The parser's complaint as ours; undefined where it only showed help or the version. */
function fromParser(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  if (error.exitCode === 0) return undefined;
  const [what = "", hint] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = /Did you mean (.+)\?/.exec(hint ?? "")?.[1];
  return new UserError(
    { what, remedy: suggestion ? `Did you mean ${suggestion}?` : "See: env-manager --help" },
    exitCode.usage,
  );
}

/** The exporter needs nothing of the manager; it has flags, exit codes and signals of its own. */
async function runExporterAlone(argv: readonly string[]): Promise<ExitCode> {
  process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM").removeAllListeners("SIGHUP");
  const { runExporter } = await import("./exporter.ts");
  return runExporter(argv);
}
