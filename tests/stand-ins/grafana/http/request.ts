import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isObject, type JsonObject } from "../json.ts";

/** One request, read whole. */
export interface ApiRequest {
  readonly method: string;
  /** The path as sent, still percent-encoded. */
  readonly path: string;
  readonly search: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly address: string;
}

const LARGEST_BODY = 32 * 1024 * 1024;

/** @throws Error when the body is larger than 32 MiB or its sender goes away. */
export async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error("request body too large");
    chunks.push(chunk);
  }
  const [path = "/", search = ""] = (message.url ?? "/").split(/\?(.*)/s);
  return {
    method: message.method ?? "GET",
    path,
    search,
    query: new URLSearchParams(search),
    headers: message.headers,
    body: Buffer.concat(chunks),
    address: (message.socket.remoteAddress ?? "").replace("::ffff:", ""),
  };
}

/** The body as a JSON object; undefined when it is none. */
export function bodyOf(request: ApiRequest): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(request.body.toString("utf8"));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function cookieOf(request: ApiRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
