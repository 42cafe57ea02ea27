import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import type { Operation } from "../../../progress.ts";
import { throwIfInterrupted } from "../interruption.ts";

/** The first byte must come within this; both it and the next one are what a dead network takes longest for. */
const stalledMs = 20_000;
const mostRedirects = 5;
/** A preflight asks only whether there is an answer at all. */
const answerMs = 4000;

/**
 * Downloads into a file and sums it on the way. Proxies are taken from HTTPS_PROXY and the like. Says how far it is.
 * @returns the SHA-256 in hexadecimal, or the problem as half a sentence.
 */
export async function* download(
  url: string,
  target: string,
  title: string,
  signal: AbortSignal,
): Operation<{ readonly sha256: string } | { readonly problem: string }> {
  yield { kind: "progress", title, detail: url };
  let stalled = false;
  const ender = new AbortController();
  const aborts = AbortSignal.any([signal, ender.signal]);
  const restart = () =>
    setTimeout(() => {
      stalled = true;
      ender.abort();
    }, stalledMs);
  let timer = restart();
  try {
    const response = await open(url, "GET", aborts);
    if (response.statusCode !== 200) {
      response.destroy();
      return { problem: `HTTP status ${response.statusCode}` };
    }
    const total = Number(response.headers["content-length"] ?? 0);
    const hash = createHash("sha256");
    const file = createWriteStream(target, { mode: 0o600 });
    const opened = once(file, "open");
    let got = 0;
    let said = 0;
    await opened;
    for await (const piece of response) {
      clearTimeout(timer);
      timer = restart();
      hash.update(piece);
      got += piece.length;
      if (!file.write(piece)) await once(file, "drain", { signal: aborts });
      if (total > 0 && got / total - said >= 0.01) {
        said = got / total;
        yield { kind: "progress", title, fraction: said };
      }
    }
    file.end();
    await once(file, "close");
    if (total > 0 && got !== total) return { problem: `it ended after ${got} of ${total} bytes` };
    return { sha256: hash.digest("hex") };
  } catch (error) {
    throwIfInterrupted(signal);
    return { problem: stalled ? `nothing came for ${stalledMs / 1000} s` : problemOf(error) };
  } finally {
    clearTimeout(timer);
    ender.abort();
  }
}

/** Whether a server answers for this address: undefined if it does, else the problem as half a sentence. */
export async function answers(url: string, signal: AbortSignal): Promise<string | undefined> {
  const late = AbortSignal.timeout(answerMs);
  try {
    const response = await open(url, "HEAD", AbortSignal.any([signal, late]));
    response.destroy();
    return response.statusCode === 200 ? undefined : `HTTP status ${response.statusCode}`;
  } catch (error) {
    throwIfInterrupted(signal);
    return late.aborted ? `no answer within ${answerMs / 1000} s` : problemOf(error);
  }
}

/** Opens an address, following redirects. */
async function open(url: string, method: string, signal: AbortSignal, redirects = 0): Promise<IncomingMessage> {
  const { request, Agent } = url.startsWith("https:") ? await import("node:https") : await import("node:http");
  // `proxyEnv` takes HTTP_PROXY, HTTPS_PROXY and NO_PROXY from the environment.
  const agent = new Agent({ proxyEnv: process.env });
  const asked = request(url, { method, signal, agent, headers: { "user-agent": "env-manager" } }).end();
  const [response]: [IncomingMessage] = (await once(asked, "response")) as [IncomingMessage];
  const { location } = response.headers;
  const { statusCode = 0 } = response;
  if (statusCode < 300 || statusCode >= 400 || !location) return response;
  response.destroy();
  if (redirects >= mostRedirects) throw new Error("it is redirected again and again");
  return open(new URL(location, url).href, method, signal, redirects + 1);
}

/** Node's own words for a network that is not there are codes; several addresses tried make several errors in one. */
function problemOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return problemOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return error.message || code || error.name;
}
