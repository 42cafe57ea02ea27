import { join } from "node:path";
import { exitCode, UserError } from "../../../errors.ts";
import { flagOf } from "../../../settings/table.ts";
import { passedOver, type Strategy } from "./attempt.ts";
import { examine } from "./examine.ts";

/**
 * The program that the user names.
 * @throws UserError where they name one that cannot be used: another one in its place would not be what they meant.
 */
export const fromSetting: Strategy = async ({ title, program, signal }) => {
  const { name, value, inside } = program.setting;
  if (!value) return passedOver(`${name} is not set`);
  const found = await examine(inside === undefined ? value : join(value, inside), program, signal);
  if (!("why" in found)) return { kind: "found", program: found };
  throw new UserError(
    {
      what: `${name} does not lead to a usable ${title}: ${found.why}`,
      where: `${name}=${value}`,
      remedy: `Set --${flagOf(name)} to a ${title} ${program.minimumVersion} or later, or to nothing: then one is looked for`,
    },
    exitCode.configuration,
  );
};
