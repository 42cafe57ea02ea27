import { readdirSync } from "node:fs";
import { isMissing } from "./read.ts";

/** The names in a folder that match, in the order of their bytes; none where there is no such folder. */
export const namesIn = (path: string, pattern: RegExp): string[] => {
  try {
    return readdirSync(path)
      .filter((name) => pattern.test(name))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};
