import type { Json } from "../json.ts";
import { ADMIN_PASSWORD } from "./running-grafana.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly authorization?: string | undefined;
  /** A text is sent as it is, anything else but undefined and null as JSON. */
  readonly body?: Json | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

export const AS_ADMIN = basic("admin", ADMIN_PASSWORD);

/** Asks and reads the whole answer; redirects are answers too. */
export async function ask(
  url: string,
  { method = "GET", path, authorization, body, headers }: Question,
): Promise<Answer> {
  const hasBody = body !== undefined && body !== null;
  const answer = await fetch(`${url}${path}`, {
    method,
    redirect: "manual",
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(hasBody ? { "content-type": "application/json" } : {}),
      ...headers,
    },
    ...(hasBody ? { body: typeof body === "string" ? body : JSON.stringify(body) } : {}),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Asks as the admin and reads JSON. */
export async function askJson(url: string, path: string): Promise<Json> {
  return JSON.parse((await ask(url, { path, authorization: AS_ADMIN })).text) as Json;
}
