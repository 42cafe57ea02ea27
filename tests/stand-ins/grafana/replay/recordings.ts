import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../json.ts";
import type { ReleaseName } from "../release.ts";

/** Whose credentials a recorded request was sent with. */
export type RecordedAuth = null | "admin" | "wrong password" | "token" | "invalid token" | "viewer token";

/** One line of a recording: what was asked of a real server, and what it answered. */
export interface Exchange {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly auth: RecordedAuth;
    /** A text is sent as it is, anything else as JSON. */
    readonly body: Json;
  };
  readonly status: number;
  /** Only what was written down: the content type, or nothing when there was none. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

const FOLDER = join(import.meta.dirname, "../../../fixtures/grafana-answers");

/** The recording of a release, in the order it was made. */
export function recordings(release: ReleaseName): Exchange[] {
  const lines = readFileSync(join(FOLDER, `${release}.jsonl`), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Exchange);
}

/** The answer a recording holds under a name. */
export function recorded(exchanges: readonly Exchange[], name: string): Exchange {
  const found = exchanges.find((exchange) => exchange.name === name);
  if (found === undefined) throw new Error(`no exchange is called ${name}`);
  return found;
}
