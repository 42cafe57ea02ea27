import { PassThrough } from "node:stream";
import type { LogLine, LogRequest } from "../runtime.ts";
import { stackContainers } from "./containers.ts";
import type { Engine } from "./find-engine.ts";

/** The last lines of a container's log, without times. */
export async function lastLogLines(engine: Engine, id: string, count: number): Promise<readonly string[]> {
  const all = await engine.api.getContainer(id).logs({ stdout: true, stderr: true, tail: count, follow: false });
  const lines: string[] = [];
  for await (const line of demultiplex(engine, bufferStream(all))) lines.push(line);
  return lines.slice(-count);
}

/** Log lines of the services whose containers carry the labels, merged as they arrive. */
export async function* serviceLogs(
  engine: Engine,
  label: readonly string[],
  request: LogRequest,
): AsyncGenerator<LogLine> {
  const containers = await stackContainers(engine, label);
  const wanted = containers.filter(({ service }) => !request.services.length || request.services.includes(service));
  const sources = await Promise.all(wanted.map(({ id, service }) => openLog(engine, id, service, request)));
  yield* merge(sources, request.signal);
}

async function openLog(engine: Engine, id: string, service: string, request: LogRequest) {
  const shared = { stdout: true, stderr: true, timestamps: true, tail: request.tail, abortSignal: request.signal };
  const container = engine.api.getContainer(id);
  const stream = request.follow
    ? ((await container.logs({ ...shared, follow: true })) as NodeJS.ReadableStream)
    : bufferStream(await container.logs({ ...shared, follow: false }));
  return parseLines(service, demultiplex(engine, stream));
}

async function* parseLines(service: string, lines: AsyncIterable<string>): AsyncGenerator<LogLine> {
  for await (const line of lines) {
    const space = line.indexOf(" ");
    const time = new Date(line.slice(0, space));
    yield Number.isNaN(time.getTime()) ? { service, text: line } : { service, time, text: line.slice(space + 1) };
  }
}

const bufferStream = (buffer: Buffer): NodeJS.ReadableStream => {
  const stream = new PassThrough();
  stream.end(buffer);
  return stream;
};

/** The engine sends standard output and error in one stream of frames; both become lines here. */
async function* demultiplex(engine: Engine, stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  const text = new PassThrough({ encoding: "utf8" });
  engine.api.modem.demuxStream(stream, text, text);
  stream.once("end", () => text.end());
  stream.once("error", () => text.end());
  stream.once("close", () => text.end());
  let rest = "";
  for await (const chunk of text) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.map((line) => line.replace(/\r$/, ""));
  }
  if (rest !== "") yield rest;
}

/** Yields from all sources in the order in which they have something; ends when all have ended, or with the signal. */
async function* merge<T>(sources: readonly AsyncGenerator<T>[], signal: AbortSignal): AsyncGenerator<T> {
  const aborted = new Promise<"aborted">((resolve) => {
    if (signal.aborted) resolve("aborted");
    signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
  const pull = (source: AsyncGenerator<T>) => source.next().then((result) => ({ source, result }));
  const waiting = new Map(sources.map((source) => [source, pull(source)]));
  while (waiting.size > 0) {
    const first = await Promise.race([...waiting.values(), aborted]);
    if (first === "aborted") return;
    if (first.result.done) waiting.delete(first.source);
    else {
      waiting.set(first.source, pull(first.source));
      yield first.result.value;
    }
  }
}
