import type { ProgressEvent } from "../../progress.ts";
import { glyphsFor } from "../glyphs.ts";
import type { Look } from "../look.ts";
import { painter } from "../paint.ts";
import { renderFrame, serviceLines } from "./frame.ts";
import { liveRegion, type TerminalStream } from "./live-region.ts";
import { advance, nothingYet } from "./model.ts";
import { plainLines } from "./plain.ts";
import type { ProgressRenderer } from "./renderer.ts";

const framesPerSecond = 10;

/** The form for people: what runs and every service's state are redrawn in place, finished steps stay above. */
export function liveRenderer(stream: TerminalStream, look: Look, clock: () => number): ProgressRenderer {
  const glyphs = glyphsFor(look);
  const paint = painter(look);
  const toLine = plainLines(look, () => stream.columns);
  const region = liveRegion(stream);
  let model = nothingYet;

  const options = () => ({ glyphs, paint, columns: stream.columns ?? 80, rows: stream.rows ?? 24, now: clock() });
  const redraw = (above: readonly string[] = []) => region.draw(renderFrame(model, options()), above);

  const ticker = setInterval(redraw, 1000 / framesPerSecond);
  ticker.unref();

  return {
    show(event) {
      const now = clock();
      model = advance(model, event, now);
      const line = toLine(event, now);
      redraw(line !== undefined && staysOnScreen(event) ? line.split("\n") : []);
    },
    end(how) {
      clearInterval(ticker);
      const now = clock();
      const unfinished = model.steps.map(({ title }) =>
        toLine({ kind: "step", title, state: how === "done" ? "done" : "failed" }, now),
      );
      const last = serviceLines(model.services, options());
      region.draw([], [...unfinished.filter((line) => line !== undefined), ...last]);
      region.close();
    },
  };
}

const staysOnScreen = (event: ProgressEvent): boolean =>
  event.kind === "warning" || (event.kind === "step" && event.state !== "started");
