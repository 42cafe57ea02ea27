import type { Binding } from "./keys.ts";

export type LogsCommand = "up" | "down" | "page-up" | "page-down" | "top" | "follow" | "filter" | "back" | "quit";

/** The keys of the log screen. */
export const logsBindings: readonly Binding<LogsCommand>[] = [
  { keys: ["up", "k"], command: "up", help: "one line back" },
  { keys: ["down", "j"], command: "down", help: "one line on" },
  { keys: ["page-up", "b"], command: "page-up", help: "one page back" },
  { keys: ["page-down", "space"], command: "page-down", help: "one page on" },
  { keys: ["g", "home"], command: "top", label: "top", help: "the first line that is kept" },
  { keys: ["G", "end", "f"], command: "follow", label: "follow", help: "the last line, and follow what comes" },
  { keys: ["/"], command: "filter", label: "filter", help: "show only lines that contain a text" },
  { keys: ["escape"], command: "back", label: "back", help: "clear the filter; without one, go back" },
  { keys: ["q", "ctrl-c"], command: "quit", label: "quit", help: "quit; the services keep running" },
];
