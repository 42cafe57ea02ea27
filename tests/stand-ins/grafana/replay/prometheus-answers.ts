import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { isObject, type JsonObject, listAt, objectAt } from "../json.ts";
import { type Exchange, recorded } from "./recordings.ts";

export interface AnswerSource {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A server that says what the Prometheus behind the recordings said: the data source of the replay. */
export async function prometheusAnswers(exchanges: readonly Exchange[]): Promise<AnswerSource> {
  const server = createServer((request, response) => {
    parametersOf(request).then((parameters) => {
      const { status, body } = answerTo(request, parameters, exchanges);
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    }, response.destroy);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function parametersOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body === "" ? (request.url ?? "").split("?")[1] : body);
}

function answerTo(
  request: IncomingMessage,
  parameters: URLSearchParams,
  exchanges: readonly Exchange[],
): { status: number; body: unknown } {
  if (request.url?.startsWith("/api/v1/status/buildinfo") === true) {
    return { status: 200, body: { status: "success", data: { version: "2.53.3", revision: "recorded" } } };
  }
  if (request.url?.startsWith("/api/v1/query") !== true) return { status: 404, body: "not found" };
  const time = parameters.get("time");
  switch (parameters.get("query")) {
    case "up":
      return { status: 200, body: at(recorded(exchanges, "proxy-query").body as JsonObject, time) };
    case "sum(":
      return { status: 400, body: recorded(exchanges, "proxy-query-bad-promql").body };
    default:
      return { status: 200, body: { status: "success", data: { resultType: "scalar", result: [Number(time), "2"] } } };
  }
}

// Prometheus answers with the time it was asked for, where it was asked for one.
function at(answer: JsonObject, time: string | null): JsonObject {
  if (time === null) return answer;
  const data = objectAt(answer, "data");
  const result = listAt(data, "result")
    .filter(isObject)
    .map((series) => ({ ...series, value: [Number(time), listAt(series, "value")[1] ?? null] }));
  return { ...answer, data: { ...data, result } };
}
