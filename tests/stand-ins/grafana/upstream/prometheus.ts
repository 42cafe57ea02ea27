import { isObject, type JsonObject, objectAt, textAt } from "../json.ts";
import type { DataSource, DataSources } from "../stores/data-sources.ts";
import { addressBelow } from "./address.ts";
import { credentialHeaders } from "./credentials.ts";
import { networkErrorText } from "./network-error.ts";
import { askUpstream } from "./upstream.ts";

/** What Prometheus said: its `data`, or why there is none. */
export type PrometheusAnswer =
  | { readonly ok: true; readonly data: JsonObject }
  | { readonly ok: false; readonly error: string; readonly status: number };

/** Asks an endpoint of the Prometheus API with the method the data source is set to (POST unless told otherwise). */
export async function askPrometheus(
  source: DataSource,
  dataSources: DataSources,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<PrometheusAnswer> {
  const form = new URLSearchParams(parameters).toString();
  const isGet = textAt(source.jsonData, "httpMethod").toUpperCase() === "GET";
  const url = addressBelow(source.url, path, isGet ? form : "");
  const headers = {
    ...credentialHeaders(source, dataSources),
    ...(isGet ? {} : { "content-type": "application/x-www-form-urlencoded", "content-length": form.length }),
  };
  try {
    const answer = await askUpstream({ method: isGet ? "GET" : "POST", url, headers, body: isGet ? "" : form });
    return understood(answer.body.toString("utf8"), answer.status);
  } catch (error) {
    const verb = isGet ? "Get" : "Post";
    return { ok: false, error: `${verb} "${url.href}": ${networkErrorText(error)}`, status: 502 };
  }
}

function understood(body: string, status: number): PrometheusAnswer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { ok: false, error: `unexpected status ${status}`, status };
  }
  if (!isObject(parsed)) return { ok: false, error: `unexpected status ${status}`, status };
  if (parsed["status"] === "success") return { ok: true, data: objectAt(parsed, "data") };
  return { ok: false, error: `${textAt(parsed, "errorType")}: ${textAt(parsed, "error")}`, status };
}
