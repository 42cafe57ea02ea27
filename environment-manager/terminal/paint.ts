import { styleText } from "node:util";
import type { Look } from "./look.ts";

type Style = Parameters<typeof styleText>[0];

/** Styles a text; gives it back as it is where colours are off or there is no style. */
export type Paint = (style: Style | undefined, text: string) => string;

/** `look.colour` has decided already, so the environment is not asked again. */
export function painter(look: Pick<Look, "colour">): Paint {
  if (!look.colour) return (_style, text) => text;
  return (style, text) => (style === undefined ? text : styleText(style, text, { validateStream: false }));
}
