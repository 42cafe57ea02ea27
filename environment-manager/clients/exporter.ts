import type { IncomingMessage } from "node:http";
import { parseExposition } from "./exposition.ts";
import { type GpuReport, gpuReport } from "./gpu-figures.ts";
import { type HostFigures, hostFigures, type Reading } from "./host-figures.ts";

/** What the exporter says about its machine, or why it says nothing. */
export type Figures =
  | { readonly kind: "read"; readonly host: HostFigures; readonly gpus: GpuReport }
  | {
      readonly kind: "unavailable";
      /** `not-running`: nobody listens there. `silent`: no answer in time. `unreadable`: the answer is no metrics page. */
      readonly reason: "not-running" | "silent" | "unreadable";
      readonly detail: string;
    };

export interface ExporterClient {
  /** Scrapes the exporter; rates are since the call before. Never throws, but for its signal. */
  figures(signal: AbortSignal): Promise<Figures>;
  /** Closes the connection that is kept for the next call. */
  close(): void;
}

const deadlineMilliseconds = 1500;
/** A busy host with a thousand containers has some megabytes of metrics. */
const longestPage = 32 * 1024 * 1024;

/** @param url the exporter's, as `http://127.0.0.1:9410` */
export function exporterClient(url: string): ExporterClient {
  // Importing node:http as a module costs 16 MiB, for the fetch and WebSocket that come with it.
  const http = process.getBuiltinModule("node:http");
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let previous: Reading | undefined;

  const scrape = async (signal: AbortSignal): Promise<string> => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMilliseconds)]);
    const headers = { accept: "text/plain;version=0.0.4" };
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        http.get(`${url}/metrics`, { agent, headers, signal: deadline }, resolve).on("error", reject);
      });
      return await readText(response);
    } catch (error) {
      throw deadline.aborted ? deadline.reason : error;
    }
  };

  return {
    figures: async (signal) => {
      try {
        const reading = { metrics: parseExposition(await scrape(signal)), at: performance.now() };
        const host = hostFigures(previous, reading);
        previous = reading;
        return { kind: "read", host, gpus: gpuReport(reading.metrics) };
      } catch (error) {
        previous = undefined;
        signal.throwIfAborted();
        return unavailable(error);
      }
    },
    close: () => agent.destroy(),
  };
}

async function readText(response: IncomingMessage): Promise<string> {
  if (response.statusCode !== 200) {
    response.destroy();
    throw new SyntaxError(`It answers ${response.statusCode} ${response.statusMessage}`);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestPage) throw new SyntaxError("Its page has no end");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function unavailable(error: unknown): Figures {
  const { name, message, code } = error as NodeJS.ErrnoException;
  const as = (reason: "not-running" | "silent" | "unreadable", detail: string): Figures => ({
    kind: "unavailable",
    reason,
    detail,
  });
  if (name === "SyntaxError") return as("unreadable", message);
  if (name === "TimeoutError") return as("silent", `no answer within ${deadlineMilliseconds / 1000} s`);
  return as("not-running", code ?? message);
}
