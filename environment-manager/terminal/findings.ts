import type { Finding } from "../runtimes/runtime.ts";
import { glyphsFor } from "./glyphs.ts";
import type { Look } from "./look.ts";
import { painter } from "./paint.ts";
import { renderProblem } from "./problems.ts";

const markOf = { ok: "ok", warning: "warning", error: "error" } as const;
const colourOf = { ok: "green", warning: "yellow", error: "red" } as const;

/** Everything that preflight saw, in its order, each with its mark and, where it is not well, its remedy. */
export function renderFindings(
  findings: readonly Finding[],
  look: Look & { readonly width?: number | undefined },
): string {
  const paint = painter(look);
  const glyphs = glyphsFor(look);
  return findings
    .map(({ level, what, where, remedy }) => {
      const shown = level === "ok" ? { what } : { what, ...(where && { where }), ...(remedy && { remedy }) };
      return renderProblem(shown, {
        mark: paint(colourOf[level], glyphs[markOf[level]]),
        paint,
        glyphs,
        width: look.width,
      });
    })
    .join("\n");
}
