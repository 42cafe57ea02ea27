import { exitCode, UserError } from "../errors.ts";
import { type EnableResult, enable } from "../operations/enable.ts";
import { formerRuntime, preflightAfter } from "../operations/former-runtime.ts";
import { PreflightError } from "../operations/preflight.ts";
import { openRuntime, selectRuntime } from "../operations/select-runtime.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { describeOrigin } from "../settings/origin.ts";
import { generatePassword, passwordFileFlag, readPassword } from "../settings/password.ts";
import { saveFlags } from "../settings/save.ts";
import type { SettingName } from "../settings/table.ts";
import { renderFindings } from "../terminal/findings.ts";
import { glyphsFor } from "../terminal/glyphs.ts";
import { painter } from "../terminal/paint.ts";
import { confirm } from "../terminal/prompt.ts";
import type { CommandContext, LoadedProject, MoreFlags } from "./context.ts";

export async function run(context: CommandContext) {
  const password = await passwordFlags(context);
  const loaded = await context.loadProject(password);
  const { project } = loaded;
  const { runtime, passedOver } = await selectRuntime(project);
  const flags: Partial<Record<SettingName, string>> = { ...context.flags, ...password.flags };

  if (context.options["dryRun"]) return plan(context, loaded, runtime);
  if (passedOver.length > 0 && context.options["quiet"] !== true && !context.options["json"]) {
    const why = passedOver.map(({ where, why }) => `${where}: ${why}`).join("; ");
    process.stderr.write(`No Docker engine answers (${why}); the services run natively.\n`);
  }
  const start = (chosen: Runtime) =>
    context.perform(
      enable(project, chosen, {
        saveFlags: () => saveFlags(project.paths, flags),
        passwordGiven: flags.GRAFANA_PASSWORD !== undefined,
        signal: context.signal,
      }),
    );
  const result = await start(runtime).catch(async (error: unknown) => {
    if (!(await takesNative(error, context, loaded, runtime))) throw error;
    return start(await openRuntime(project, "native"));
  });
  context.print(result, summary(result, context, loaded));
  return exitCode.done;
}

/** Grafana's password from a file, from standard input or made up, as if it had been given by its flag. */
async function passwordFlags({ options, flags }: CommandContext): Promise<MoreFlags> {
  const file = options["grafanaPasswordFile"] as string | undefined;
  const generate = options["generatePassword"] === true;
  const ways = [flags.GRAFANA_PASSWORD !== undefined, file !== undefined, generate].filter(Boolean).length;
  if (ways > 1) {
    throw new UserError(
      { what: "--grafana-password, --grafana-password-file and --generate-password exclude each other" },
      exitCode.usage,
    );
  }
  if (file !== undefined) {
    const password = await readPassword(file, process.stdin);
    return { flags: { GRAFANA_PASSWORD: password }, spellings: { GRAFANA_PASSWORD: passwordFileFlag } };
  }
  return generate
    ? { flags: { GRAFANA_PASSWORD: generatePassword() }, spellings: { GRAFANA_PASSWORD: "--generate-password" } }
    : { flags: {}, spellings: {} };
}

/** Nobody chose Docker, it has no images and gets none: then the same services can run without it, if people agree. */
async function takesNative(
  error: unknown,
  context: CommandContext,
  { settings }: LoadedProject,
  runtime: Runtime,
): Promise<boolean> {
  if (!(error instanceof PreflightError) || settings.RUNTIME !== "auto" || runtime.name !== "docker") return false;
  if (!error.ids.every((id) => id.startsWith("image-"))) return false;
  if ((await runtime.status()).some(({ state }) => state !== "absent")) return false;
  if (context.options["yes"] === true) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  process.stderr.write(`${error.problems.map(({ what }) => what).join("\n")}\n`);
  return confirm("Docker cannot get these images. Run the services natively instead?", context);
}

async function plan(context: CommandContext, { project }: LoadedProject, runtime: Runtime) {
  const former = await context.perform(formerRuntime(project, runtime));
  const findings = await preflightAfter(former, runtime, context.signal);
  const services = (await runtime.status()).map(({ service }) => service);
  const text = [`Would start by ${runtime.name}: ${services.join(", ")}`, "", renderFindings(findings, context.look)];
  context.print({ runtime: runtime.name, services, findings }, text.join("\n"));
  return findings.some(({ level }) => level === "error") ? exitCode.unavailable : exitCode.done;
}

function summary(result: EnableResult, { look }: CommandContext, { settings, origins }: LoadedProject): string {
  const paint = painter(look);
  const glyphs = glyphsFor(look);
  const { up, pending, down } = result.targets;
  const origin = origins.GRAFANA_PASSWORD.kind;
  const where =
    origin === "default"
      ? "password admin"
      : `password in ${origin === "flag" ? ".env" : describeOrigin(origins.GRAFANA_PASSWORD)}`;
  const soon = `first scraped within ${settings.SCRAPE_INTERVAL}`;
  const waiting = pending > 0 ? `, ${pending} ${soon}` : up + down.length === 0 ? `, all ${soon}` : "";
  const broken = down.map(({ job, error }) => `\n  ${paint("yellow", glyphs.warning)} ${job}: ${error}`).join("");
  const missing = result.services.filter(({ state }) => state === "unavailable");
  const headline =
    missing.length > 0
      ? `${paint("yellow", glyphs.warning)} Monitoring runs (${result.runtime}), without ${missing.map(({ service }) => service).join(", ")}`
      : `${paint("green", glyphs.ok)} Monitoring ${result.started.length > 0 ? "is up" : "was up already"} (${result.runtime})`;
  const grafana = missing.some(({ service }) => service === "grafana")
    ? []
    : [`  Grafana     ${result.urls.grafana}  (user ${settings.GRAFANA_USER}, ${where})`];
  return [
    headline,
    ...grafana,
    `  Prometheus  ${result.urls.prometheus}`,
    `  Exporter    ${result.urls.exporter}/metrics`,
    `  Targets     ${up} up${waiting}${down.length > 0 ? `, ${down.length} down` : ""}${broken}`,
    ...(result.dashboards === undefined ? [] : [`  Dashboards  ${result.dashboards}`]),
    ...missing.flatMap(({ service, detail, remedy }) => [
      "",
      `${paint("yellow", glyphs.warning)} ${service} is missing: ${detail ?? "its program was not found"}`,
      ...(remedy ? [`  ${paint("cyan", glyphs.arrow)} ${remedy}`] : []),
    ]),
  ].join("\n");
}
