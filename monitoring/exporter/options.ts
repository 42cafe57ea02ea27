import { type Address, parseAddress, parsePort } from "./addresses.ts";
import type { CollectorDefinition } from "./collectors/collector.ts";
import { collectorDefinitions } from "./collectors/registry.ts";
import { type Flag, listFlag, switchFlag, textFlag } from "./flags/flag.ts";
import { type FlagValues, parseFlags } from "./flags/parse.ts";
import { UsageError } from "./flags/usage-error.ts";
import type { Paths } from "./reading/paths.ts";

/** What a command line asks for. */
export type Options = {
  readonly addresses: readonly Address[];
  readonly paths: Paths;
  readonly enabled: readonly CollectorDefinition[];
  readonly flags: FlagValues;
  readonly task: "serve" | "healthcheck" | "help" | "version";
};

const help = switchFlag("help", false, "Show this text.");
const showVersion = switchFlag("version", false, "Show the version.");
const healthcheck = switchFlag(
  "healthcheck",
  false,
  "Ask the exporter that listens whether it is well, and exit 0 or 1.",
);
const listenRaw = listFlag(
  "web.listen-address",
  "HOST:PORT",
  "127.0.0.1:9410",
  "Where to listen; :PORT for every address. May be given more than once.",
);
const listen: Flag<readonly Address[]> = { ...listenRaw, read: (texts) => texts.map(parseAddress) };
const portText = textFlag("port", "PORT", "9410", "Short for --web.listen-address=127.0.0.1:PORT.");
const port: Flag<number> = { ...portText, read: (texts) => parsePort(texts.at(-1) ?? "") };
const procfs = textFlag("path.procfs", "DIR", "/proc", "Where the machine's procfs is mounted.");
const sysfs = textFlag("path.sysfs", "DIR", "/sys", "Where the machine's sysfs is mounted.");
const rootfs = textFlag("path.rootfs", "DIR", "/", "Where the machine's root is mounted.");
const udevData = textFlag(
  "path.udev.data",
  "DIR",
  "/run/udev/data",
  "Where udev keeps its database; unless given, it is looked for below --path.rootfs.",
);
const disableDefaults = switchFlag("collector.disable-defaults", false, "Run only the collectors that are named.");

const collectorSwitches: ReadonlyMap<CollectorDefinition, Flag<boolean>> = new Map(
  collectorDefinitions.map((definition) => [
    definition,
    switchFlag(`collector.${definition.name}`, definition.defaultEnabled, `Report ${definition.help}.`),
  ]),
);

/** Every flag, in the order of `--help`. */
export const allFlags: readonly Flag<unknown>[] = [
  help,
  showVersion,
  healthcheck,
  listen,
  port,
  procfs,
  sysfs,
  rootfs,
  udevData,
  disableDefaults,
  ...collectorSwitches.values(),
  ...collectorDefinitions.flatMap(({ flags }) => flags),
];

const isEnabled = (definition: CollectorDefinition, flags: FlagValues): boolean => {
  const own = collectorSwitches.get(definition);
  if (own === undefined) return false;
  return flags.given(own) || !flags.get(disableDefaults) ? flags.get(own) : false;
};

const withoutTrailingSlash = (path: string): string => (path === "/" ? path : path.replace(/\/+$/, ""));

const pathsOf = (flags: FlagValues): Paths => {
  const root = withoutTrailingSlash(flags.get(rootfs)) || "/";
  return {
    procfs: withoutTrailingSlash(flags.get(procfs)),
    sysfs: withoutTrailingSlash(flags.get(sysfs)),
    rootfs: root,
    udevData: flags.given(udevData) || root === "/" ? flags.get(udevData) : `${root}/run/udev/data`,
  };
};

const taskOf = (flags: FlagValues): Options["task"] => {
  if (flags.get(help)) return "help";
  if (flags.get(showVersion)) return "version";
  return flags.get(healthcheck) ? "healthcheck" : "serve";
};

/** Reads a command line. Throws {@link UsageError} when it cannot be obeyed. */
export const parseOptions = (argv: readonly string[]): Options => {
  const flags = parseFlags(argv, allFlags);
  if (flags.given(port) && flags.given(listen)) throw new UsageError("give --port or --web.listen-address, not both.");
  return {
    addresses: flags.given(port) ? [{ host: "127.0.0.1", port: flags.get(port) }] : flags.get(listen),
    paths: pathsOf(flags),
    enabled: collectorDefinitions.filter((definition) => isEnabled(definition, flags)),
    flags,
    task: taskOf(flags),
  };
};
