import type { Format } from "./page.ts";

type Choice = { readonly value: string; readonly parameters: ReadonlyMap<string, string>; readonly quality: number };

const parseChoices = (header: string): Choice[] =>
  header.split(",").map((part) => {
    const [value = "", ...rest] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const parameters = new Map(
      rest.map((piece): [string, string] => {
        const at = piece.indexOf("=");
        return at < 0
          ? [piece, ""]
          : [
              piece.slice(0, at).trim(),
              piece
                .slice(at + 1)
                .trim()
                .replaceAll('"', ""),
            ];
      }),
    );
    const quality = Number(parameters.get("q") ?? 1);
    return { value, parameters, quality: Number.isFinite(quality) ? quality : 0 };
  });

const best = (choices: readonly Choice[], wanted: (choice: Choice) => boolean): number =>
  choices.reduce((most, choice) => (wanted(choice) ? Math.max(most, choice.quality) : most), 0);

const openMetricsVersions = new Set([undefined, "1.0.0", "0.0.1"]);

/** The format to answer with, from an `Accept` header (RFC 9110, section 12.5.1). Plain text wins a tie. */
export const chooseFormat = (accept: string | undefined): Format => {
  if (accept === undefined || !accept.includes("openmetrics")) return "text";
  const choices = parseChoices(accept);
  const openMetrics = best(
    choices,
    ({ value, parameters }) =>
      value === "application/openmetrics-text" && openMetricsVersions.has(parameters.get("version")),
  );
  const text = best(choices, ({ value }) => value === "text/plain");
  return openMetrics > text ? "openmetrics" : "text";
};

/** Whether the client asked for gzip in `Accept-Encoding`; nothing else is offered. */
export const wantsGzip = (acceptEncoding: string | undefined): boolean =>
  acceptEncoding?.includes("gzip") === true &&
  best(parseChoices(acceptEncoding), ({ value }) => value === "gzip" || value === "x-gzip") > 0;
