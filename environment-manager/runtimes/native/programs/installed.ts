import { globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { passedOver, type Strategy } from "./attempt.ts";
import { examine } from "./examine.ts";

/** A program that is installed on this machine: on PATH first, then in the usual places, newest name first. */
export const installed: Strategy = async ({ program, environment, signal }) => {
  const onPath = (environment["PATH"] ?? "")
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => program.commands.map((command) => join(folder, command)));
  const inPlaces = program.places.flatMap((place) =>
    globSync(place).sort((one, other) => other.localeCompare(one, "en", { numeric: true })),
  );
  const why: string[] = [];
  for (const path of new Set([...onPath.flatMap((path) => globSync(literally(path))), ...inPlaces])) {
    const found = await examine(path, program, signal);
    if (!("why" in found)) return { kind: "found", program: found };
    why.push(found.why);
  }
  return passedOver(why.join("; ") || "it is neither on PATH nor in a usual place");
};

/** A folder's name may hold what a pattern takes for its own. */
const literally = (path: string) => path.replaceAll(/[[\]{}()*?!+@\\]/g, "\\$&");
