import { get } from "node:http";
import { type Address, toUrl } from "./addresses.ts";

const patienceMs = 3000;

/** Whether an exporter answers at `address`, and if not, why; within three seconds. */
export const checkHealth = (address: Address): Promise<{ readonly healthy: boolean; readonly reason: string }> =>
  new Promise((resolve) => {
    const url = `${toUrl(address)}/healthz`;
    const request = get(url, { timeout: patienceMs, agent: false }, (response) => {
      response.resume();
      const healthy = response.statusCode === 200;
      resolve({ healthy, reason: `${url} answers ${response.statusCode}` });
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${patienceMs / 1000} s`)));
    request.on("error", (error) => resolve({ healthy: false, reason: `${url}: ${error.message}` }));
  });
