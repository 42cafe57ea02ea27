import type { CommandModule } from "./context.ts";

/** One command, as data: the parser, --help, shell completion and the mission's flags all come from this. */
export interface CommandDefinition {
  /** As typed; a second word makes it a command of a command: `images save`. */
  readonly name: string;
  /** In commander's notation: `<service>`, `[services...]`. */
  readonly arguments?: string;
  /** The flag that means the same: `--enable-monitoring`. */
  readonly flag?: `--${string}`;
  readonly summary: string;
  /** Flags in commander's notation, and what they do. */
  readonly options?: readonly (readonly [flags: string, help: string])[];
  /** Its --help lists the flags of all settings. Every command accepts them; only `enable` saves them. */
  readonly listsSettings?: true;
  /** Service names can be completed as its argument. */
  readonly takesServices?: true;
  readonly load: () => Promise<CommandModule>;
}

export const commandTable: readonly CommandDefinition[] = [
  {
    name: "enable",
    flag: "--enable-monitoring",
    summary: "Start the stack, or bring what runs to the settings",
    listsSettings: true,
    options: [
      ["--grafana-password-file <file>", "read Grafana's password from a file; - for standard input"],
      ["--generate-password", "make a strong password for Grafana and keep it in .env"],
      ["--dry-run", "only say what would be checked and started"],
    ],
    load: () => import("./enable.ts"),
  },
  {
    name: "disable",
    summary: "Stop and remove all containers and processes; data and settings stay",
    options: [["--dry-run", "only say what would be stopped"]],
    load: () => import("./disable.ts"),
  },
  {
    name: "status",
    summary: "Show each service, where it is reached and how it is",
    load: () => import("./status.ts"),
  },
  {
    name: "logs",
    arguments: "[services...]",
    takesServices: true,
    summary: "Show what services log",
    options: [
      ["-f, --follow", "go on as more arrives"],
      ["-n, --tail <lines>", "how many of the last lines of each service (default 100)"],
      ["--errors", "only lines that report an error or a warning"],
    ],
    load: () => import("./logs.ts"),
  },
  {
    name: "start",
    arguments: "<service>",
    takesServices: true,
    summary: "Start one service",
    load: () => import("./start.ts"),
  },
  {
    name: "stop",
    arguments: "<service>",
    takesServices: true,
    summary: "Stop one service",
    load: () => import("./stop.ts"),
  },
  {
    name: "restart",
    arguments: "<service>",
    takesServices: true,
    summary: "Restart one service",
    load: () => import("./restart.ts"),
  },
  {
    name: "delete",
    arguments: "<service>",
    takesServices: true,
    summary: "Stop one service and wipe its data",
    options: [["--dry-run", "only say what would be deleted"]],
    load: () => import("./delete.ts"),
  },
  {
    name: "config",
    summary: "Show every setting, its value and where it came from",
    listsSettings: true,
    load: () => import("./config.ts"),
  },
  {
    name: "init",
    arguments: "<directory>",
    summary: "Fill a new project directory",
    load: () => import("./init.ts"),
  },
  { name: "open", summary: "Open Grafana in the browser", load: () => import("./open.ts") },
  {
    name: "images save",
    arguments: "<file>",
    summary: "Save all images of the stack, for a machine without a registry",
    load: () => import("./images-save.ts"),
  },
  {
    name: "images load",
    arguments: "<file>",
    summary: "Load images that were saved",
    load: () => import("./images-load.ts"),
  },
  {
    name: "service install",
    summary: "Native: start with the machine, as a systemd unit",
    options: [["--dry-run", "only print the unit"]],
    load: () => import("./service-install.ts"),
  },
  {
    name: "service uninstall",
    summary: "Native: remove the systemd unit",
    load: () => import("./service-uninstall.ts"),
  },
  {
    name: "exporter",
    arguments: "[flags...]",
    summary: "Run the exporter alone, in the foreground; its flags: exporter --help",
    load: () => import("./exporter.ts"),
  },
  {
    name: "completion",
    arguments: "<shell>",
    summary: "Print the completion script for bash, zsh or fish",
    load: () => import("./completion.ts"),
  },
];
