import { exitCode } from "../errors.ts";
import { disable } from "../operations/disable.ts";
import { enable } from "../operations/enable.ts";
import { changeService, type ServiceVerb } from "../operations/one-service.ts";
import { selectRuntime } from "../operations/select-runtime.ts";
import { readStatus } from "../operations/status.ts";
import type { Operation } from "../progress.ts";
import type { LogLine, LogRequest, Runtime } from "../runtimes/runtime.ts";
import type { Project } from "../settings/project.ts";
import { serviceUrls } from "../settings/service-urls.ts";
import { openUrl } from "../terminal/open-url.ts";
import { changes, type HomeActions, reads } from "../terminal/screens/home-model.ts";
import type { CommandContext } from "./context.ts";
import { helpText } from "./help.ts";
import { run as printStatus } from "./status.ts";

/** `env-manager` alone: the home screen on a terminal, else status and help. */
export async function run(context: CommandContext) {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY && process.env["TERM"] !== "dumb";
  if (!isTerminal || context.options["json"] === true) {
    const code = await printStatus(context);
    if (context.options["json"] !== true) context.print({}, `\n${helpText().trimEnd()}`);
    return code;
  }
  const { project } = await context.loadProject();
  const { exporterClient } = await import("../clients/exporter.ts");
  const { showHome } = await import("../terminal/screens/show-home.tsx");
  const exporter = exporterClient(serviceUrls(project.settings).exporter);
  try {
    const actions = homeActions(project, (signal) => exporter.figures(signal));
    await showHome(actions, { look: context.look, signal: context.signal });
  } finally {
    exporter.close();
  }
  return exitCode.done;
}

function homeActions(project: Project, figures: HomeActions["figures"]["run"]): HomeActions {
  const { paths, settings } = project;
  const change = (verb: ServiceVerb) =>
    changes((service: string, signal: AbortSignal) =>
      within(project, (runtime) => changeService(project, runtime, verb, service, signal)),
    );
  return {
    status: reads(async () => {
      const { runtime, services } = await readStatus(project);
      return { name: settings.PROJECT_NAME, directory: paths.directory, services, ...(runtime && { runtime }) };
    }),
    figures: reads(figures),
    logs: reads((request: LogRequest) => logs(project, request)),
    openGrafana: reads(async () => {
      const url = serviceUrls(settings).grafana;
      return { url, result: await openUrl(url) };
    }),
    enable: changes((signal: AbortSignal) =>
      within(project, (runtime) =>
        enable(project, runtime, { saveFlags: async () => {}, passwordGiven: false, signal }),
      ),
    ),
    disable: changes((signal: AbortSignal) => within(project, (runtime) => disable(project, runtime, signal))),
    start: change("start"),
    stop: change("stop"),
    restart: change("restart"),
  };
}

/** An operation in the runtime of the installation, found when it begins. */
async function* within<Result>(project: Project, run: (runtime: Runtime) => Operation<Result>): Operation<Result> {
  return yield* run((await selectRuntime(project)).runtime);
}

async function* logs(project: Project, request: LogRequest): AsyncGenerator<LogLine> {
  yield* (await selectRuntime(project)).runtime.logs(request);
}
