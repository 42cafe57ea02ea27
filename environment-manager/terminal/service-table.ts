import type { ServiceStatus } from "../runtimes/runtime.ts";
import { glyphsFor } from "./glyphs.ts";
import type { Look } from "./look.ts";
import { painter } from "./paint.ts";
import { renderProblem } from "./problems.ts";
import { serviceLook } from "./service-look.ts";
import { type Column, renderTable } from "./tables.ts";
import { formatDuration } from "./units.ts";

const columns: readonly Column[] = [
  { title: "" },
  { title: "SERVICE" },
  { title: "STATE" },
  { title: "UP", align: "right" },
  { title: "RESTARTS", align: "right" },
  { title: "WHERE", shrinkTo: 12 },
];

/** The services as `status` prints them; what stops one from being up stands below the table with its remedy. */
export function renderServices(
  services: readonly ServiceStatus[],
  options: Look & { readonly width?: number | undefined; readonly now: Date },
): string {
  const paint = painter(options);
  const glyphs = glyphsFor(options);
  const rows = services.map(({ service, state, startedAt, restarts, url }) => {
    const { glyph, colour } = serviceLook(state, glyphs);
    return [
      { text: glyph, style: colour },
      service,
      { text: state, style: colour },
      startedAt === undefined ? "" : formatDuration(options.now.getTime() - startedAt.getTime()),
      restarts === undefined ? "" : String(restarts),
      url ?? "",
    ];
  });
  const table = renderTable(columns, rows, { width: options.width, paint, ellipsis: glyphs.ellipsis });
  const notes = services
    .filter(({ detail, remedy }) => detail !== undefined || remedy !== undefined)
    .map(({ service, state, detail = state, remedy }) => {
      const { glyph, colour } = serviceLook(state, glyphs);
      const problem = { what: `${service}: ${detail}`, ...(remedy === undefined ? {} : { remedy }) };
      return renderProblem(problem, { mark: paint(colour, glyph), paint, glyphs, width: options.width });
    });
  return [table, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n");
}
