import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execaSync } from "execa";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { UserError } from "../../errors.ts";
import {
  freePort,
  outcome,
  supervisorSource,
  type TemporaryInstallation,
  temporaryInstallation,
  tinyService,
} from "./fixtures/temporary-installation.ts";
import {
  installUnit,
  renderUnit,
  type Systemd,
  startUnit,
  thisSystemd,
  uninstallUnit,
  unitName,
} from "./service-unit.ts";

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const { signal } = new AbortController();
let installation: TemporaryInstallation;
let systemd: Systemd;

/** Writes down what it is told, and refuses what it is told to refuse. Not systemd's own systemctl. */
const systemctlStandIn = (calls: string) =>
  `#!/bin/sh\necho "$@" >> ${calls}\ncase "$*" in *"$REFUSED"*) [ -z "$REFUSED" ] || { echo "Failed to do so" >&2; exit 5; };; esac\n`;

beforeEach(async () => {
  installation = await temporaryInstallation();
  const { directory } = installation;
  systemd = {
    bootedFolder: join(directory, "run-systemd-system"),
    scope: "user",
    unitFolder: join(directory, "units"),
    systemctl: join(directory, "systemctl-stand-in"),
  };
  mkdirSync(systemd.bootedFolder);
  writeFileSync(systemd.systemctl, systemctlStandIn(join(directory, "calls")), { mode: 0o755 });
});
afterEach(async () => {
  delete process.env["REFUSED"];
  await installation.dispose();
});

const calls = () => {
  const path = join(installation.directory, "calls");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
};

describe("the unit", () => {
  test("of a user is this text", () => {
    expect(renderUnit("/srv/lab", "/usr/bin/node", "/opt/env-manager/dist/supervisor.cjs", "user")).toBe(
      `# Written by env-manager service install; removed by env-manager service uninstall.
[Unit]
Description=Monitoring services of /srv/lab (env-manager)
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart="/usr/bin/node" "/opt/env-manager/dist/supervisor.cjs" "/srv/lab"
Environment="ENV_MANAGER_INSTANCE=/srv/lab"
Environment="ENV_MANAGER_SERVICE=supervisor"
WorkingDirectory=/srv/lab
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
WantedBy=default.target
`,
    );
  });

  test("of the system waits for the network and belongs to the machine's start", () => {
    const unit = renderUnit("/srv/lab", "/usr/bin/node", "/s.cjs", "system");
    expect(unit).toContain("After=network-online.target\n");
    expect(unit).toContain("WantedBy=multi-user.target\n");
  });

  test("quotes what systemd would read in another way", () => {
    const unit = renderUnit('/srv/a b/100%/$HOME/"q"\\', "/usr/bin/node", "/s.cjs", "user");
    expect(unit).toContain('ExecStart="/usr/bin/node" "/s.cjs" "/srv/a b/100%%/$$HOME/\\"q\\"\\\\"\n');
    expect(unit).toContain('Environment="ENV_MANAGER_INSTANCE=/srv/a b/100%%/$HOME/\\"q\\"\\\\"\n');
  });

  test("has a name of its own for each directory", () => {
    expect(unitName("/srv/my lab.2")).toMatch(/^env-manager-my-lab-2-[0-9a-f]{8}\.service$/);
    expect(unitName("/srv/my lab.2")).not.toBe(unitName("/home/my lab.2"));
    expect(unitName("/")).toMatch(/^env-manager-project-[0-9a-f]{8}\.service$/);
  });

  test
    .runIf(execaSync("which", ["systemd-analyze"], { reject: false }).exitCode === 0)
    .each(["user", "system"] as const)("of the %s passes systemd's own check", (scope) => {
    const directory = join(installation.directory, "a b 100%");
    mkdirSync(directory);
    const path = join(installation.directory, unitName(directory));
    writeFileSync(path, renderUnit(directory, process.execPath, supervisorSource, scope));
    const { all, exitCode } = execaSync("systemd-analyze", [`--${scope}`, "--man=no", "verify", path], {
      all: true,
      reject: false,
    });
    // It complains about units of the machine as well; ours must not be among the complaints.
    expect(`${all}`.split("\n").filter((line) => line.includes(unitName(directory)))).toEqual([]);
    expect([0, 1]).toContain(exitCode);
  });

  test("is root's in the system and everybody else's in their own folder", () => {
    expect(thisSystemd({}, 0)).toMatchObject({ scope: "system", unitFolder: "/etc/systemd/system" });
    expect(thisSystemd({ XDG_CONFIG_HOME: "/home/me/.cfg" }, 1000)).toMatchObject({
      scope: "user",
      unitFolder: "/home/me/.cfg/systemd/user",
    });
  });
});

describe("installing", () => {
  test("writes the unit, enables it, and takes over from the supervisor in the background", async () => {
    const { project, directory } = installation;
    const runtime = installation.runtime([tinyService("one", await freePort())]);
    await outcome(runtime.up(signal));
    const { result, events } = await outcome(installUnit(project, supervisorSource, signal, systemd));
    const unit = unitName(directory);
    expect(result).toEqual({ unit, path: join(systemd.unitFolder, unit) });
    expect(statSync(result.path).mode & 0o777).toBe(0o644);
    expect(calls()).toEqual(["--user daemon-reload", `--user enable ${unit}`, `--user restart ${unit}`]);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: "warning",
        problem: expect.objectContaining({ remedy: "loginctl enable-linger" }),
      }),
    );
    await expect.poll(installation.processes).toEqual([]);
    // What the unit would start begins with what ran.
    await outcome(runtime.start("one", signal));
    expect(await runtime.status()).toMatchObject([{ state: "healthy" }]);
  });

  test("is refused where systemd does not run, and nothing is written", async () => {
    rmSync(systemd.bootedFolder, { recursive: true });
    const operation = installUnit(installation.project, supervisorSource, signal, systemd);
    const error = await outcome(operation).catch((reason) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      exitCode: 69,
      problems: [{ remedy: expect.stringContaining("env-manager enable") }],
    });
    expect(existsSync(systemd.unitFolder)).toBe(false);
  });

  test("says what systemctl said when it fails", async () => {
    process.env["REFUSED"] = "enable";
    const operation = installUnit(installation.project, supervisorSource, signal, systemd);
    await expect(outcome(operation)).rejects.toMatchObject({ code: 5, lastLines: ["Failed to do so"] });
  });
});

test("uninstalling stops and removes the unit, and does nothing the second time", async () => {
  const { project, directory } = installation;
  const { result } = await outcome(installUnit(project, supervisorSource, signal, systemd));
  await outcome(uninstallUnit(project, signal, systemd));
  expect(existsSync(result.path)).toBe(false);
  expect(calls().slice(3)).toEqual([`--user disable --now ${unitName(directory)}`, "--user daemon-reload"]);
  expect((await outcome(uninstallUnit(project, signal, systemd))).result).toBeUndefined();
  expect(calls()).toHaveLength(5);
});

test("the supervisor is started through its unit where one is installed", async () => {
  const { project, directory } = installation;
  expect(await startUnit(project, signal, systemd)).toBe(false);
  await outcome(installUnit(project, supervisorSource, signal, systemd));
  expect(await startUnit(project, signal, systemd)).toBe(true);
  expect(calls().at(-1)).toBe(`--user start ${unitName(directory)}`);
});
