import { ExternalError, exitCode, Interrupted } from "../../errors.ts";
import type { Operation } from "../../progress.ts";
import type { Engine } from "./find-engine.ts";

/** True where the engine has the image already. */
export async function imagePresent(engine: Engine, reference: string): Promise<boolean> {
  try {
    await engine.api.getImage(reference).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

const registryMilliseconds = 8000;

/**
 * Why the engine could not pull the image, asked without pulling it; undefined where its registry answers. The engine is
 * asked rather than the registry, since it may have proxies, mirrors and credentials that we know nothing of.
 */
export async function registryProblem(engine: Engine, reference: string): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer in ${registryMilliseconds / 1000} s`), registryMilliseconds);
  });
  const asked = engine.api
    .getImage(reference)
    .distribution()
    .then(
      () => undefined,
      (error: unknown) => shortReason(error),
    );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

const shortReason = (error: unknown): string => {
  const said = (error as { json?: { message?: string } }).json?.message;
  return (said ?? (error instanceof Error ? error.message : String(error))).split("\n").join(" ").slice(0, 200);
};

interface PullEvent {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** Pulls one image; says how much of the layers known so far has arrived. */
export async function* pullImage(engine: Engine, reference: string, signal: AbortSignal): Operation<void> {
  const title = `Pulling ${reference}`;
  yield { kind: "step", title, state: "started" };
  const layers = new Map<string, { current: number; total: number }>();
  try {
    const stream = await engine.api.pull(reference, { abortSignal: signal });
    for await (const event of jsonLines<PullEvent>(stream as AsyncIterable<Buffer>)) {
      if (event.error) throw new Error(event.error);
      const { current, total } = event.progressDetail ?? {};
      if (event.id && event.status === "Downloading" && total) layers.set(event.id, { current: current ?? 0, total });
      const layer = event.id === undefined ? undefined : layers.get(event.id);
      if (layer && event.status === "Download complete") layer.current = layer.total;
      if (layer) yield { kind: "progress", title, ...downloaded([...layers.values()]) };
    }
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    yield { kind: "step", title, state: "failed" };
    throw new ExternalError(`The image ${reference} could not be pulled`, {
      program: "Docker engine",
      lastLines: [shortReason(error)],
      remedy: "On a machine that has a registry: env-manager images save FILE; here: env-manager images load FILE",
      exitCode: exitCode.unavailable,
      cause: error,
    });
  }
  yield { kind: "step", title, state: "done" };
}

function downloaded(layers: readonly { current: number; total: number }[]): { fraction: number; detail: string } {
  const current = layers.reduce((sum, layer) => sum + layer.current, 0);
  const total = layers.reduce((sum, layer) => sum + layer.total, 0);
  const mebibytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(0);
  return { fraction: current / total, detail: `${mebibytes(current)} of ${mebibytes(total)} MiB` };
}

/** The JSON documents of a stream that has one on each line. */
export async function* jsonLines<T>(stream: AsyncIterable<Buffer | string>): AsyncGenerator<T> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as T;
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as T;
}
