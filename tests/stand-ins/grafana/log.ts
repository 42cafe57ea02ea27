import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

export type LogLevel = "debug" | "info" | "warn" | "error";

const WEIGHT: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export type LogFields = Readonly<Record<string, LogValue>>;
type LogValue = string | number | boolean | undefined | readonly string[];

/** One named logger; fields of its context come before the time, those of a line after the message. */
export interface Log {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
}

/** Makes the logger of that name; lines of the one without a name start with the time, as some of 12.4's do. */
export type LogBook = (name: string, context?: LogFields) => Log;

export interface LogSettings {
  readonly level: LogLevel;
  readonly toConsole: boolean;
  /** The file lines are appended to as well, when `log.mode` names `file`; left out where it cannot be written. */
  readonly file: string | undefined;
  readonly format: "text" | "json";
}

/** Loggers that write one logfmt line an event, as both releases do when stdout is no terminal. */
export function logBook(settings: LogSettings, now: () => Date = () => new Date()): LogBook {
  const file = settings.file !== undefined && isWritable(settings.file) ? settings.file : undefined;
  const write = (line: string): void => {
    if (settings.toConsole) process.stdout.write(`${line}\n`);
    if (file !== undefined) appendFileSync(file, `${line}\n`);
  };
  return (name, context = {}) => {
    const at =
      (level: LogLevel) =>
      (message: string, fields: LogFields = {}): void => {
        if (WEIGHT[level] < WEIGHT[settings.level]) return;
        const when = { t: logTime(now()), level };
        const head = {
          ...(name === "" ? { ...when, ...context } : { logger: name, ...context, ...when }),
          msg: message,
        };
        write(settings.format === "json" ? JSON.stringify({ ...head, ...fields }) : logfmt({ ...head, ...fields }));
      };
    return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  };
}

// A read-only place for logs is no reason not to start.
function isWritable(file: string): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, "");
    return true;
  } catch {
    return false;
  }
}

/** `key=value` pairs; values with spaces, quotes, `=` or control characters are quoted the way Go's logfmt does. */
export function logfmt(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${formatted(value)}`)
    .join(" ");
}

function formatted(value: LogValue): string {
  if (typeof value === "object") return quoted(`[${value.join(" ")}]`);
  return quoted(String(value));
}

function quoted(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be quoted
  return /[\s"=\u0000-\u001f]/.test(value) ? JSON.stringify(value) : value;
}

// Nine digits as Go prints them; JavaScript's clock fills the first three.
function logTime(date: Date): string {
  return date.toISOString().replace("Z", "000000Z");
}
