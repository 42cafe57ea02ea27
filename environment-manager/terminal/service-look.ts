import type { ServiceState } from "../progress.ts";
import type { Glyphs } from "./glyphs.ts";

/** What a state means for the one who looks, which decides its colour. */
type Tone = "good" | "busy" | "bad" | "off" | "missing";

const toneOf: Readonly<Record<ServiceState, Tone>> = {
  absent: "off",
  pulling: "busy",
  building: "busy",
  created: "busy",
  starting: "busy",
  healthy: "good",
  running: "good",
  unhealthy: "bad",
  restarting: "bad",
  stopped: "off",
  failed: "bad",
  unavailable: "missing",
};

const colourOf = { good: "green", busy: "yellow", bad: "red", off: "gray", missing: "yellow" } as const;
const glyphOf = { good: "filled", busy: "half", bad: "error", off: "hollow", missing: "none" } as const;

export interface ServiceLook {
  readonly glyph: string;
  readonly colour: (typeof colourOf)[Tone];
  /** Something is being done to it right now. */
  readonly busy: boolean;
  /** It is up. */
  readonly up: boolean;
}

/** How a state is drawn. The word is always shown with it, so nothing is said by colour alone. */
export function serviceLook(state: ServiceState, glyphs: Glyphs): ServiceLook {
  const tone = toneOf[state];
  return { glyph: glyphs[glyphOf[tone]], colour: colourOf[tone], busy: tone === "busy", up: tone === "good" };
}
