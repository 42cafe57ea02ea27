import { readArguments } from "./cli/arguments.ts";
import { resetAdminPassword } from "./cli/reset-admin-password.ts";
import { serverCommand } from "./cli/server-command.ts";
import { releaseNamed } from "./release.ts";

/** The command line of the stand-in: `server`, `cli admin reset-admin-password`, `--version`. */
async function run(given: readonly string[]): Promise<void> {
  const release = releaseNamed(process.env["GRAFANA_STAND_IN_VERSION"]);
  const [command = "", ...rest] = given;
  if (/^--?v(ersion)?$/.test(command)) console.log(`grafana version ${release.reported}`);
  else if (command === "server") await serverCommand(readArguments(rest), release);
  else if (command === "cli") cli(rest);
  else {
    console.log(`grafana: '${command}' is not a grafana command. See 'grafana --help'.`);
    process.exit(1);
  }

  function cli(words: readonly string[]): void {
    const parsed = readArguments(words);
    if (parsed.words.slice(0, 2).join(" ") === "admin reset-admin-password") resetAdminPassword(parsed, release);
    else
      throw new Error(`the stand-in knows "grafana cli admin reset-admin-password", not "${parsed.words.join(" ")}"`);
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  // The one failure that is printed as it is.
  console.log(message.startsWith("Grafana-server Init Failed") ? message : `Error: ✗ ${message}`);
  process.exit(1);
});
