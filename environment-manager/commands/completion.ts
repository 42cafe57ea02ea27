import { exitCode, UserError } from "../errors.ts";
import { flagOf, settingNames } from "../settings/table.ts";
import { composeServices } from "../stack/compose-file.ts";
import { type CommandContext, requiredArgument } from "./context.ts";
import { commonOptions } from "./help.ts";
import { type CommandDefinition, commandTable } from "./table.ts";

/** Prints a script that completes commands, flags and services; for bash, zsh and fish. */
export async function run(context: CommandContext) {
  const shell = requiredArgument(context);
  const script = completionScript(shell);
  if (script === undefined) {
    throw new UserError(
      { what: `There is no completion for ${shell}`, remedy: "Name bash, zsh or fish" },
      exitCode.usage,
    );
  }
  process.stdout.write(script);
  return exitCode.done;
}

/** The script for one shell; undefined for one that there is none for. */
export function completionScript(shell: string): string | undefined {
  const scripts: Readonly<Record<string, () => string>> = { bash, zsh, fish };
  return Object.hasOwn(scripts, shell) ? scripts[shell]?.() : undefined;
}

const commands = [...new Set(commandTable.map(({ name }) => name.split(" ")[0] ?? ""))];
const longFlags = (options: CommandDefinition["options"] = []) =>
  options.flatMap(([notation]) => notation.match(/--[\w-]+/g) ?? []);
const flags = [
  ...commandTable.flatMap(({ flag }) => (flag ? [flag] : [])),
  ...longFlags(commonOptions),
  "--help",
  ...settingNames.map((name) => `--${flagOf(name)}`),
];
/** Flags of single commands, by the first word that was typed: the command's, or the flag that means it. */
const ownFlags = commandTable
  .filter(({ options }) => options)
  .map(({ name, flag, options }) => ({
    words: [name.split(" ")[0] ?? "", ...(flag ? [flag] : [])],
    flags: longFlags(options),
  }));
const serviceCommands = commandTable.filter(({ takesServices }) => takesServices).map(({ name }) => name);
const services = Object.keys(composeServices);
const second = (first: string) =>
  commandTable.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []));

const bash = () => `# env-manager completion for bash. Use: source <(env-manager completion bash)
_env_manager() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  if [[ $word == -* ]]; then words="${flags.join(" ")}"
    case "\${COMP_WORDS[1]}" in
${ownFlags.map((own) => `      ${own.words.join("|")}) words="$words ${own.flags.join(" ")}" ;;`).join("\n")}
    esac
  elif (( COMP_CWORD == 1 )); then words="${commands.join(" ")}"
  else case "\${COMP_WORDS[1]}" in
    ${serviceCommands.join("|")}) words="${services.join(" ")}" ;;
    images) words="${second("images").join(" ")}" ;;
    service) words="${second("service").join(" ")}" ;;
    completion) words="bash zsh fish" ;;
    *) words="" ;;
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _env_manager env-manager ./env-manager
`;

const zsh = () => `#compdef env-manager
# env-manager completion for zsh. Use: source <(env-manager completion zsh)
autoload -U +X bashcompinit && bashcompinit
${bash().split("\n").slice(1).join("\n")}`;

const fish = () =>
  [
    "# env-manager completion for fish. Use: env-manager completion fish | source",
    "complete -c env-manager -f",
    ...commandTable.map(({ name, summary }) => {
      const [first, rest] = name.split(" ");
      const condition = rest ? `__fish_seen_subcommand_from ${first}` : "__fish_use_subcommand";
      return `complete -c env-manager -n '${condition}' -a ${rest ?? first} -d '${summary.replaceAll("'", "")}'`;
    }),
    `complete -c env-manager -n '__fish_seen_subcommand_from ${serviceCommands.join(" ")}' -a '${services.join(" ")}'`,
    ...flags.map((flag) => `complete -c env-manager -l ${flag.slice(2)}`),
    ...ownFlags.flatMap(({ words, flags: own }) =>
      own.map((flag) => `complete -c env-manager -n '__fish_seen_subcommand_from ${words[0]}' -l ${flag.slice(2)}`),
    ),
    "",
  ].join("\n");
