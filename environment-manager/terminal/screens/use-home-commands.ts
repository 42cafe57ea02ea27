import { useState } from "react";
import type { ServiceStatus } from "../../runtimes/runtime.ts";
import { renderError } from "../errors.ts";
import type { Activity } from "./activity-lines.ts";
import type { HomeCommand } from "./home-keys.ts";
import { type HomeActions, isAllowed } from "./home-model.ts";
import type { OperationRunner } from "./operation-runner.ts";

export interface HomeCommands {
  readonly perform: (command: HomeCommand) => void;
  /** A question that waits for its answer. */
  readonly question?: Activity;
  /** Answers the question; does nothing without one. */
  readonly answer: (agreed: boolean) => void;
  readonly notice?: Activity;
}

/** What the home screen's commands do. The one place where a screen runs an action, and where read-only is kept. */
export function useHomeCommands(home: {
  readonly actions: HomeActions;
  readonly runner: OperationRunner;
  readonly readOnly: boolean;
  readonly selected: ServiceStatus | undefined;
  readonly move: (by: number) => void;
  readonly show: (what: "help" | "logs") => void;
  readonly quit: () => void;
}): HomeCommands {
  const { actions, runner, readOnly, selected, move, show, quit } = home;
  const [question, setQuestion] = useState<Activity & { readonly agree: () => void }>();
  const [notice, setNotice] = useState<Activity>();

  const isRunning = () => runner.view().phase === "running";
  const say = (title: string, ...lines: string[]) => setNotice({ title, hint: "esc clears this", lines });
  const start = (...[title, begin]: Parameters<OperationRunner["start"]>) => {
    if (!runner.start(title, begin))
      say(title, "Something else is being done. Wait for its end, or stop it with ctrl-c.");
  };
  const onSelected = (title: string, name: "start" | "stop" | "restart") => () => {
    if (selected === undefined) return;
    start(`${title} ${selected.service}`, (signal) => actions[name].run(selected.service, signal));
  };
  const openGrafana = async () => {
    const { url, result } = await actions.openGrafana.run();
    say("Grafana", result.opened ? `Opened ${url}` : `${url}  (not opened: ${result.why})`);
  };

  const commands: Readonly<Record<HomeCommand, () => void>> = {
    previous: () => move(-1),
    next: () => move(1),
    help: () => show("help"),
    logs: () => selected && show("logs"),
    dismiss: () => runner.dismiss(),
    interrupt: () => (isRunning() && !isStopping(runner) ? runner.abort() : quit()),
    quit: () => (isRunning() ? say("Still running", "Stop it with ctrl-c first; ctrl-c twice quits at once.") : quit()),
    openGrafana: () => void openGrafana().catch((error: unknown) => say("Grafana", ...plainError(error))),
    enable: () => start("Enable", actions.enable.run),
    disable: () =>
      setQuestion({
        title: "Disable",
        lines: [
          "This stops and removes all services. Data and settings stay.",
          "Press y to go on, any other key to keep them.",
        ],
        agree: () => start("Disable", actions.disable.run),
      }),
    start: onSelected("Start", "start"),
    stop: onSelected("Stop", "stop"),
    restart: onSelected("Restart", "restart"),
  };

  return {
    perform: (command) => {
      if (command in actions && !isAllowed(actions, command as keyof HomeActions, readOnly)) return;
      setNotice(undefined);
      commands[command]();
    },
    answer: (agreed) => {
      setQuestion(undefined);
      if (agreed) question?.agree();
    },
    ...(question && { question }),
    ...(notice && { notice }),
  };
}

function isStopping(runner: OperationRunner): boolean {
  const view = runner.view();
  return view.phase === "running" && view.stopping;
}

const plainError = (error: unknown) => renderError(error, { json: false, colour: false }).split("\n");
