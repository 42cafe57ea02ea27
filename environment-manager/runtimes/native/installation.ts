import type { Project } from "../../settings/project.ts";
import type { NativeService } from "../../stack/native-service.ts";
import { instanceOf, type NativeLayout, nativeLayout } from "./layout.ts";

/** One installation under the native runtime, as its operations need it. */
export interface NativeInstallation {
  readonly project: Project;
  readonly services: readonly NativeService[];
  readonly layout: NativeLayout;
  /** What its processes are marked with. */
  readonly instance: string;
  /** The supervisor's program, a script for Node. */
  readonly supervisorProgram: string;
}

export const nativeInstallation = (
  project: Project,
  services: readonly NativeService[],
  supervisorProgram: string,
): NativeInstallation => ({
  project,
  services,
  layout: nativeLayout(project.paths.directory),
  instance: instanceOf(project.paths.directory),
  supervisorProgram,
});
