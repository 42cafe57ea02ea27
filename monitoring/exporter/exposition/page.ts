import type { Family } from "./family.ts";
import type { Section } from "./section.ts";

/** `text` is Prometheus' text format 0.0.4, `openmetrics` is OpenMetrics 1.0. */
export type Format = "text" | "openmetrics";

export const contentTypes: Readonly<Record<Format, string>> = {
  text: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

// OpenMetrics names a counter's family without the suffix that its samples carry.
const familyName = (family: Family, format: Format): string =>
  format === "openmetrics" && family.type === "counter" ? family.name.slice(0, -"_total".length) : family.name;

/** One page of `sections` in `format`, HELP and TYPE once a family. A family belongs to one section. */
export const renderPage = (sections: readonly Section[], format: Format): string => {
  let page = "";
  for (const section of sections) {
    for (const [family, samples] of section.bodies) {
      const name = familyName(family, format);
      page += `# HELP ${name} ${family.help}\n# TYPE ${name} ${family.type}\n${samples}`;
    }
  }
  return format === "openmetrics" ? `${page}# EOF\n` : page;
};
