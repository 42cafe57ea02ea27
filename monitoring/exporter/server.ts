import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { collectingMs } from "./deadline.ts";
import { createGzip } from "./exposition/gzip.ts";
import { chooseFormat, wantsGzip } from "./exposition/negotiate.ts";
import { contentTypes, renderPage } from "./exposition/page.ts";
import type { Section } from "./exposition/section.ts";
import { landingPage } from "./landing-page.ts";
import { createOwnMetrics } from "./own-metrics.ts";
import { type Running, scrapeAll } from "./scrape.ts";
import { selectCollectors } from "./select.ts";

/** What the server tells others. */
export type ServerHooks = {
  readonly log: (line: string) => void;
  /** Called when a scrape was answered. */
  readonly afterScrape: () => void;
};

type Handler = (request: IncomingMessage, response: ServerResponse, query: string) => void | Promise<void>;

const answer = (response: ServerResponse, status: number, text: string, type = "text/plain; charset=utf-8"): void => {
  const body = Buffer.from(text);
  response.writeHead(status, { "content-type": type, "content-length": body.length }).end(body);
};

/** Lets scrapes that come while one like them is under way, and will be done in time for them, share its result. */
const sharedScrapes = (log: (line: string) => void) => {
  const underWay = new Map<string, { readonly deadline: number; readonly sections: Promise<readonly Section[]> }>();
  return (key: string, chosen: readonly Running[], deadline: number): Promise<readonly Section[]> => {
    const other = underWay.get(key);
    if (other !== undefined && other.deadline <= deadline) return other.sections;
    const mine = { deadline, sections: scrapeAll(chosen, deadline, log) };
    underWay.set(key, mine);
    return mine.sections.finally(() => {
      if (underWay.get(key) === mine) underWay.delete(key);
    });
  };
};

const metricsHandler = (collectors: readonly Running[], { log, afterScrape }: ServerHooks): Handler => {
  const scrape = sharedScrapes(log);
  const own = createOwnMetrics();
  const gzip = createGzip();
  return async (request, response, query) => {
    const selection = selectCollectors(collectors, query);
    if ("problem" in selection) return answer(response, 400, `${selection.problem}\n`);
    own.scraped();
    const { headers } = request;
    const deadline = performance.now() + collectingMs(headers["x-prometheus-scrape-timeout-seconds"]);
    const sections = await scrape(selection.key, selection.chosen, deadline);
    const format = chooseFormat(headers.accept);
    const page = renderPage([...sections, own.section()], format);
    const zipped = wantsGzip(headers["accept-encoding"]);
    const parts = zipped ? await gzip(page) : [page];
    response.writeHead(200, {
      "content-type": contentTypes[format],
      "content-length": parts.reduce((length, part) => length + Buffer.byteLength(part), 0),
      vary: "Accept, Accept-Encoding",
      ...(zipped && { "content-encoding": "gzip" }),
    });
    for (const part of parts.slice(0, -1)) response.write(part);
    response.end(parts.at(-1), afterScrape);
  };
};

// Longer than any sensible scrape interval: a connection that is kept saves half the cost of a scrape.
const keepAliveMs = 10 * 60 * 1000;

/** The exporter's HTTP server, not listening yet. */
export const createExporterServer = (collectors: readonly Running[], hooks: ServerHooks): Server => {
  const landing = landingPage(collectors.map(({ name }) => name));
  const handlers: Readonly<Record<string, Handler>> = {
    "/metrics": metricsHandler(collectors, hooks),
    "/healthz": (_request, response) => answer(response, 200, "ok\n"),
    "/": (_request, response) => answer(response, 200, landing, "text/html; charset=utf-8"),
  };
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    const url = request.url ?? "/";
    const mark = url.indexOf("?");
    const handler = handlers[mark < 0 ? url : url.slice(0, mark)];
    if (handler === undefined) return answer(response, 404, "Not found. Metrics are at /metrics.\n");
    if (request.method !== "GET") {
      response.setHeader("allow", "GET");
      return answer(response, 405, "Only GET is answered.\n");
    }
    Promise.resolve(handler(request, response, mark < 0 ? "" : url.slice(mark + 1))).catch((error: unknown) => {
      hooks.log(`${request.url}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else answer(response, 500, "The exporter failed; its log says how.\n");
    });
  });
  return server;
};
