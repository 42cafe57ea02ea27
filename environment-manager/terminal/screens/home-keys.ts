import { type HomeActions, isAllowed } from "./home-model.ts";
import type { Binding } from "./keys.ts";

export type HomeCommand = "previous" | "next" | "help" | "quit" | "dismiss" | "interrupt" | HomeActionCommand;

/** A command that is one of the actions. */
type HomeActionCommand = Exclude<keyof HomeActions, "status" | "figures">;

interface HomeBinding extends Binding<HomeCommand> {
  /** What it does to the installation; none where it only moves about on the screen. */
  readonly action?: HomeActionCommand;
}

const bindings: readonly HomeBinding[] = [
  { keys: ["up", "k"], command: "previous", help: "select the service above" },
  { keys: ["down", "j"], command: "next", help: "select the service below" },
  { ...action("enable"), keys: ["e"], label: "enable", help: "start the stack, or bring it to the settings" },
  { ...action("disable"), keys: ["d"], label: "disable", minor: 1, help: "stop and remove all services; data stays" },
  { ...action("start"), keys: ["S"], label: "start", minor: 4, help: "start the selected service" },
  { ...action("stop"), keys: ["s"], label: "stop", minor: 3, help: "stop the selected service" },
  { ...action("restart"), keys: ["r"], label: "restart", minor: 2, help: "restart the selected service" },
  { ...action("logs"), keys: ["l", "enter"], label: "logs", help: "read the selected service's logs" },
  { ...action("openGrafana"), keys: ["o"], label: "open", minor: 5, help: "open Grafana in the browser" },
  { keys: ["escape"], command: "dismiss", help: "clear the last message" },
  { keys: ["ctrl-c"], command: "interrupt", help: "stop what runs; quit when nothing does" },
  { keys: ["?", "h"], command: "help", label: "help", help: "show all keys" },
  { keys: ["q"], command: "quit", label: "quit", help: "quit; the services keep running" },
];

/** The keys of the home screen, without those whose action it must not run. */
export const homeBindings = (actions: HomeActions, readOnly: boolean): readonly Binding<HomeCommand>[] =>
  bindings.filter((binding) => binding.action === undefined || isAllowed(actions, binding.action, readOnly));

function action(name: HomeActionCommand) {
  return { action: name, command: name };
}
