import type { OutgoingHttpHeaders } from "node:http";
import { textAt } from "../json.ts";
import type { DataSource, DataSources } from "../stores/data-sources.ts";

/** Headers a data source's settings add to every request: basic auth, and `httpHeaderName1` with its secret value. */
export function credentialHeaders(source: DataSource, dataSources: DataSources): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  if (source.basicAuth) {
    const password = dataSources.secret(source.id, "basicAuthPassword");
    headers["authorization"] = `Basic ${Buffer.from(`${source.basicAuthUser}:${password}`).toString("base64")}`;
  }
  for (let index = 1; textAt(source.jsonData, `httpHeaderName${index}`) !== ""; index += 1) {
    const name = textAt(source.jsonData, `httpHeaderName${index}`).toLowerCase();
    headers[name] = dataSources.secret(source.id, `httpHeaderValue${index}`);
  }
  return headers;
}
