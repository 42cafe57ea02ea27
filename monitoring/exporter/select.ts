import type { Running } from "./scrape.ts";

/** The collectors that a query asks for, and a name for the choice; or why it cannot be answered. */
export type Selection = { readonly key: string; readonly chosen: readonly Running[] } | { readonly problem: string };

/**
 * The collectors for `?collect[]=NAME` (only these) or `?exclude[]=NAME` (all but these), each any number of times, as
 * node_exporter has it. `query` is what follows the question mark.
 */
export const selectCollectors = (all: readonly Running[], query: string): Selection => {
  if (query === "") return { key: "", chosen: all };
  const parameters = new URLSearchParams(query);
  const [collect, exclude] = [parameters.getAll("collect[]"), parameters.getAll("exclude[]")];
  if (collect.length > 0 && exclude.length > 0) return { problem: "Give collect[] or exclude[], not both." };
  const unknown = collect.find((name) => !all.some((running) => running.name === name));
  if (unknown !== undefined) {
    return {
      problem: `There is no enabled collector ${unknown}; there are ${all.map(({ name }) => name).join(", ")}.`,
    };
  }
  const chosen = all.filter(({ name }) => (collect.length > 0 ? collect.includes(name) : !exclude.includes(name)));
  return { key: chosen.map(({ name }) => name).join(), chosen };
};
