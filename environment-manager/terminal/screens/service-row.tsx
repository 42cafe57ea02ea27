import type { ServiceStatus } from "../../runtimes/runtime.ts";
import { spinnerAt } from "../glyphs.ts";
import { serviceLook } from "../service-look.ts";
import { pad, printable, textWidth, truncate } from "../text-width.ts";
import { formatDuration } from "../units.ts";
import { Line } from "./line.tsx";
import { useTheme } from "./theme.ts";

/** One service: its state as a glyph and a word, how long it is up, and where it is reached or what is wrong. */
export function ServiceRow(props: {
  readonly status: ServiceStatus;
  readonly selected: boolean;
  readonly nameWidth: number;
  readonly stateWidth: number;
  readonly width: number;
  readonly now: number;
}) {
  const { status, selected, nameWidth, stateWidth, width, now } = props;
  const { glyphs, paint } = useTheme();
  const { glyph, colour, busy, up } = serviceLook(status.state, glyphs);
  const mark = paint(colour, busy ? spinnerAt(glyphs, now) : glyph);
  const name = pad(truncate(status.service, nameWidth, glyphs.ellipsis), nameWidth);
  const uptime = up && status.startedAt ? formatDuration(now - status.startedAt.getTime()) : "";
  const head = ` ${selected ? paint("cyan", glyphs.pointer) : " "} ${mark} ${selected ? paint("bold", name) : name}`;
  const state = paint(colour, pad(status.state, stateWidth));
  const restarts = status.restarts ? `${status.restarts} restart${status.restarts === 1 ? "" : "s"}` : "";
  const line = `${head}  ${state}  ${pad(uptime, 7, "right")}`;
  const room = width - textWidth(line) - 3;
  const where = status.url === undefined ? status.detail : shortened(status.url, room - textWidth(restarts) - 2);
  const said = printable([restarts, up ? where : status.detail].filter(Boolean).join(", "));
  return (
    <Line>
      {line}
      {room < 6 ? "" : `  ${paint("dim", truncate(said, room, glyphs.ellipsis))}`}
    </Line>
  );
}

/** An address as far as it is needed to tell the services apart: without its scheme, or only the port. */
function shortened(url: string, room: number): string {
  const address = url.replace(/^https?:\/\//, "");
  const forms = [url, address, address.replace(/^.*(?=:\d+$)/, "")];
  return forms.find((form) => form.length <= room) ?? url;
}
