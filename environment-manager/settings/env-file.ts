import { parse } from "dotenv";

/** One `KEY=value` line of an env file. */
export interface EnvEntry {
  readonly key: string;
  readonly value: string;
  /** Counts from 1. */
  readonly line: number;
  /** Where the value stands in its line, quotes included: start, and end exclusive. */
  readonly span: readonly [start: number, end: number];
}

/** A line that cannot be read. Its text is not repeated: it may hold a broken password. */
interface EnvFault {
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
}

export interface EnvFile {
  /** Every line with its line break. */
  readonly lines: readonly string[];
  readonly entries: readonly EnvEntry[];
  readonly faults: readonly EnvFault[];
}

/**
 * Reads an env file line by line. The value is what dotenv makes of the line; the lines that dotenv skips or that other
 * programs (Compose, a shell) read differently are faults rather than surprises.
 */
export function readEnvFile(text: string): EnvFile {
  const lines = text.split(/(?<=\n)/);
  const entries: EnvEntry[] = [];
  const faults: EnvFault[] = [];
  const firstLines = new Map<string, number>();
  for (const [index, whole] of lines.entries()) {
    const line = index + 1;
    const read = readLine(whole.replace(/\r?\n$/, ""));
    if (read === undefined) continue;
    if ("what" in read) {
      faults.push({ line, ...read });
      continue;
    }
    const first = firstLines.get(read.key);
    if (first === undefined) firstLines.set(read.key, line);
    else
      faults.push({
        line,
        what: `${read.key} is set a second time; line ${first} sets it first`,
        remedy: "Keep one of the lines",
      });
    entries.push({ line, ...read });
  }
  return { lines, entries, faults };
}

type Fault = Omit<EnvFault, "line">;

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*/;

function readLine(line: string): Omit<EnvEntry, "line"> | Fault | undefined {
  if (/^\s*(?:#|$)/.test(line)) return undefined;
  const [before, key] = assignment.exec(line) ?? [];
  if (before === undefined || key === undefined) {
    return { what: "the line is neither KEY=value nor a comment", remedy: "Correct it, or put # before it" };
  }
  if (/[^\P{Cc}\t]|[\p{Zl}\p{Zp}]/u.test(line)) {
    return { what: `${key} has a control character in its line`, remedy: "Write the line anew" };
  }
  const rest = line.slice(before.length);
  const length = /^['"`]/.test(rest) ? quotedLength(key, rest) : plainLength(key, rest, before);
  if (typeof length === "object") return length;
  const value = parse(line)[key];
  if (typeof value !== "string") return { what: `${key} cannot be used as a name`, remedy: "Give it another name" };
  return { key, value, span: [before.length, before.length + length] };
}

function quotedLength(key: string, rest: string): number | Fault {
  const quote = rest.charAt(0);
  const end = rest.indexOf(quote, 1);
  if (end === -1) {
    return {
      what: `${key} begins with ${quote} and has no closing ${quote} in its line`,
      remedy: "Close the quotes; a value cannot have more than one line",
    };
  }
  if (rest.charAt(end - 1) === "\\" && end > 1) {
    return {
      what: `${key} has a backslash before ${quote}, which programs read differently`,
      remedy: "Use the other kind of quotes around the value, or none",
    };
  }
  if (!/^\s*(?:#|$)/.test(rest.slice(end + 1))) {
    return {
      what: `${key} has more behind its closing ${quote}`,
      remedy: "Put the whole value in quotes, or none of it",
    };
  }
  return end + 1;
}

function plainLength(key: string, rest: string, before: string): number | Fault {
  const comment = rest.indexOf("#");
  if (comment === -1) return rest.trimEnd().length;
  if (!/\s$/.test(before + rest.slice(0, comment))) {
    return {
      what: `${key} has a # in its value without quotes, which programs read differently`,
      remedy: "Put the value in single quotes, or a space before the comment",
    };
  }
  return rest.slice(0, comment).trimEnd().length;
}
