import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { ExternalError, exitCode, UserError } from "../../errors.ts";
import type { Operation } from "../../progress.ts";
import type { Project } from "../../settings/project.ts";
import { instanceOf, nativeLayout } from "./layout.ts";
import { mark, supervisorName } from "./process-table.ts";
import { runTool } from "./programs/run-tool.ts";
import { askSupervisor } from "./supervisor-client.ts";

/** The parts of a systemd machine that a unit's installation meets. */
export interface Systemd {
  /** Exists where systemd runs the machine; see sd_booted(3). */
  readonly bootedFolder: string;
  /** Whether units are the system's, or the user's own. */
  readonly scope: "system" | "user";
  readonly unitFolder: string;
  readonly systemctl: string;
}

/** Root installs a unit of the system, everybody else one of their own. */
export function thisSystemd(environment: NodeJS.ProcessEnv = process.env, uid = process.getuid?.()): Systemd {
  const scope = uid === 0 ? "system" : "user";
  const own = join(environment["XDG_CONFIG_HOME"] || join(homedir(), ".config"), "systemd", "user");
  return {
    bootedFolder: "/run/systemd/system",
    scope,
    unitFolder: scope === "system" ? "/etc/systemd/system" : own,
    systemctl: "systemctl",
  };
}

/** One name per project directory: the folder's, for people, and a hash, since two folders may have one name. */
export function unitName(directory: string): string {
  const instance = instanceOf(directory);
  const readable =
    basename(instance)
      .replaceAll(/[^A-Za-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "project";
  return `env-manager-${readable}-${createHash("sha256").update(instance).digest("hex").slice(0, 8)}.service`;
}

/** The unit that keeps the supervisor of a project running. */
export function renderUnit(directory: string, node: string, program: string, scope: Systemd["scope"]): string {
  const instance = instanceOf(directory);
  const environment = Object.entries(mark(instance, supervisorName, "")).filter(([, value]) => value !== "");
  return `# Written by env-manager service install; removed by env-manager service uninstall.
[Unit]
Description=Monitoring services of ${specifiers(instance)} (env-manager)
${scope === "system" ? "Wants=network-online.target\nAfter=network-online.target\n" : ""}StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${[node, program, instance].map((word) => quoted(word).replaceAll("$", "$$$$")).join(" ")}
${environment.map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`).join("\n")}
WorkingDirectory=${specifiers(instance)}
# Status 75: another supervisor has the project, and a second try would come to the same.
RestartPreventExitStatus=75
Restart=on-failure
RestartSec=5
# The supervisor stops its services one by one; what is left after it is killed.
KillMode=mixed
TimeoutStopSec=120
NoNewPrivileges=yes
UMask=0077

[Install]
WantedBy=${scope === "system" ? "multi-user.target" : "default.target"}
`;
}

/** `%` begins one of systemd's specifiers. */
const specifiers = (text: string) => text.replaceAll("%", "%%");

/** One word, as systemd.syntax(7) reads it. In a command line, and only there, `$` begins a variable besides. */
const quoted = (word: string) => `"${specifiers(word).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

export interface UnitResult {
  readonly unit: string;
  readonly path: string;
}

/**
 * Installs and starts the unit, which takes over the services that run already.
 * @throws UserError where systemd does not run this machine.
 */
export async function* installUnit(
  project: Project,
  program: string,
  signal: AbortSignal,
  systemd: Systemd = thisSystemd(),
): Operation<UnitResult> {
  requireSystemd(systemd);
  const { directory } = project.paths;
  const unit = unitName(directory);
  const path = join(systemd.unitFolder, unit);
  yield { kind: "step", title: "Installing the systemd unit", state: "started", detail: path };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, renderUnit(directory, process.execPath, program, systemd.scope), { mode: 0o644 });
  await systemctl(systemd, ["daemon-reload"], signal);
  await systemctl(systemd, ["enable", unit], signal);
  // Hands over: the one in the background stops its services and remembers that they are to run.
  await askSupervisor(nativeLayout(directory), "shutdown", { disable: false });
  await systemctl(systemd, ["restart", unit], signal);
  yield { kind: "step", title: "Installing the systemd unit", state: "done" };
  if (systemd.scope === "user") {
    yield {
      kind: "warning",
      problem: {
        what: "The services end when you log out, unless your user may linger",
        remedy: "loginctl enable-linger",
      },
    };
  }
  return { unit, path };
}

/** Stops the unit, with the services that it runs, and removes it. Does nothing where none is installed. */
export async function* uninstallUnit(
  project: Project,
  signal: AbortSignal,
  systemd: Systemd = thisSystemd(),
): Operation<UnitResult | undefined> {
  const unit = unitName(project.paths.directory);
  const path = join(systemd.unitFolder, unit);
  if (!existsSync(path)) return undefined;
  yield { kind: "step", title: "Removing the systemd unit", state: "started", detail: path };
  if (existsSync(systemd.bootedFolder)) await systemctl(systemd, ["disable", "--now", unit], signal);
  rmSync(path);
  if (existsSync(systemd.bootedFolder)) await systemctl(systemd, ["daemon-reload"], signal);
  yield { kind: "step", title: "Removing the systemd unit", state: "done" };
  return { unit, path };
}

/** Starts the supervisor through its unit where one is installed; false where none is. */
export async function startUnit(
  project: Project,
  signal: AbortSignal,
  systemd: Systemd = thisSystemd(),
): Promise<boolean> {
  const unit = unitName(project.paths.directory);
  if (!existsSync(systemd.bootedFolder) || !existsSync(join(systemd.unitFolder, unit))) return false;
  await systemctl(systemd, ["start", unit], signal);
  return true;
}

function requireSystemd({ bootedFolder }: Systemd): void {
  if (existsSync(bootedFolder)) return;
  throw new UserError(
    {
      what: "systemd does not run this machine",
      where: bootedFolder,
      remedy: "Services run in the background without it; have your init system or cron run env-manager enable at boot",
    },
    exitCode.unavailable,
  );
}

const systemctlMs = 150_000;

async function systemctl(systemd: Systemd, parameters: readonly string[], signal: AbortSignal): Promise<void> {
  const all = systemd.scope === "user" ? ["--user", ...parameters] : parameters;
  const { code, output, problem } = await runTool(systemd.systemctl, all, {
    withinMs: systemctlMs,
    signal,
    environment: process.env,
  });
  if (code === 0) return;
  throw new ExternalError(`systemctl ${all.join(" ")} failed${problem ? `: ${problem}` : ""}`, {
    program: "systemctl",
    code,
    lastLines: output.trim().split("\n").slice(-10),
    remedy: "systemctl status and journalctl tell more",
  });
}
