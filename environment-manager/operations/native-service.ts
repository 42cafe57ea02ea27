import { exitCode, UserError } from "../errors.ts";
import type { Operation } from "../progress.ts";
import { supervisorProgram } from "../runtimes/native/runtime.ts";
import {
  installUnit,
  renderUnit,
  thisSystemd,
  type UnitResult,
  uninstallUnit,
} from "../runtimes/native/service-unit.ts";
import type { Project } from "../settings/project.ts";
import { changing } from "./audit.ts";
import { enabledRuntime } from "./select-runtime.ts";

/** The unit's text, for those who want to install it themselves. */
export const printableUnit = (project: Project): string =>
  renderUnit(project.paths.directory, process.execPath, supervisorProgram(project), thisSystemd().scope);

/**
 * Has systemd start the native services with the machine.
 * @throws UserError where the installation does not run natively: containers come back by themselves, with the engine.
 */
export const installService = (project: Project, signal: AbortSignal): Operation<UnitResult> =>
  changing(project, "service install", () => {
    if (enabledRuntime(project.paths) !== "native") {
      throw new UserError(
        {
          what: "This installation does not run natively",
          remedy: "Enable it first with: env-manager enable --runtime native. Under Docker nothing is needed",
        },
        exitCode.failed,
      );
    }
    return installUnit(project, supervisorProgram(project), signal);
  });

/** Removes the unit and stops the services that it runs. */
export const uninstallService = (project: Project, signal: AbortSignal): Operation<UnitResult | undefined> =>
  changing(project, "service uninstall", () => uninstallUnit(project, signal));
