import { createReadStream, createWriteStream, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { ExternalError, exitCode, Interrupted, UserError } from "../errors.ts";
import type { Operation } from "../progress.ts";
import { effectiveCompose } from "../runtimes/docker/effective-compose.ts";
import { type Engine, requireEngine } from "../runtimes/docker/find-engine.ts";
import { imagePresent, jsonLines, pullImage } from "../runtimes/docker/images.ts";
import { whileEngineAnswers } from "../runtimes/docker/watch-engine.ts";
import type { Project } from "../settings/project.ts";
import { fillProject } from "./project-files.ts";

/**
 * Every image that the stack needs from a registry: those of its services, and the one that the exporter is built on.
 * The exporter's own image is left out: it is built where it runs, from what the program brings.
 */
async function neededImages(project: Project, engine: Engine): Promise<string[]> {
  const { services } = await effectiveCompose(project, engine);
  const { NODE_IMAGE, NODE_TAG } = project.settings;
  const images = Object.values(services).map(({ image, build }) => (build ? `${NODE_IMAGE}:${NODE_TAG}` : image));
  return [...new Set(images)].sort();
}

/** Writes one archive (tar, as `docker save` does) with all images of the stack; pulls those that are missing. */
export async function* saveImages(project: Project, file: string, signal: AbortSignal): Operation<readonly string[]> {
  refuseExisting(file);
  const engine = await requireEngine(process.env);
  return yield* whileEngineAnswers(engine, signal, (ends) => save(project, engine, file, ends));
}

async function* save(
  project: Project,
  engine: Engine,
  file: string,
  signal: AbortSignal,
): Operation<readonly string[]> {
  yield* fillProject(project);
  const images = await neededImages(project, engine);
  for (const image of images) if (!(await imagePresent(engine, image))) yield* pullImage(engine, image, signal);

  const title = `Saving ${images.length} images`;
  yield { kind: "step", title, state: "started" };
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const names = images.map((image) => `names=${encodeURIComponent(image)}`).join("&");
    await pipeline(await download(engine, `/images/get?${names}`), createWriteStream(temporary), { signal });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw signal.aborted ? new Interrupted() : error;
  }
  yield { kind: "step", title, state: "done", detail: `${(statSync(file).size / 1024 ** 2).toFixed(0)} MiB` };
  return images;
}

/** The engine's answer to a GET as a stream; dockerode itself can save only one image at a time. */
function download(engine: Engine, path: string): Promise<NodeJS.ReadableStream> {
  const options = {
    path,
    method: "GET",
    isStream: true,
    statusCodes: { 200: true, 404: "no such image", 500: "server error" },
  };
  return new Promise((resolve, reject) =>
    engine.api.modem.dial(options, (error, stream) =>
      error ? reject(error) : resolve(stream as NodeJS.ReadableStream),
    ),
  );
}

function refuseExisting(file: string): void {
  if (!existsSync(file)) return;
  throw new UserError(
    { what: "The file exists already", where: file, remedy: "Name a new one, or move that one away" },
    exitCode.usage,
  );
}

/** Loads an archive that `saveImages` or `docker save` wrote, compressed by gzip or not. Returns the images' names. */
export async function* loadImages(file: string, signal: AbortSignal): Operation<readonly string[]> {
  if (!existsSync(file)) throw new UserError({ what: "There is no such file", where: file }, exitCode.usage);
  const engine = await requireEngine(process.env);
  return yield* whileEngineAnswers(engine, signal, (ends) => load(engine, file, ends));
}

async function* load(engine: Engine, file: string, signal: AbortSignal): Operation<readonly string[]> {
  const title = `Loading images from ${file}`;
  yield { kind: "step", title, state: "started" };
  const loaded: string[] = [];
  const archive = createReadStream(file);
  const input = file.endsWith(".gz") || file.endsWith(".tgz") ? archive.pipe(createGunzip()) : archive;
  signal.addEventListener("abort", () => archive.destroy(new Interrupted()), { once: true });
  const answer = await engine.api.loadImage(input);
  for await (const event of jsonLines<{ stream?: string; error?: string }>(answer as AsyncIterable<Buffer>)) {
    if (event.error) throw notLoaded(event.error);
    const name = /^Loaded image(?: ID)?: (.+)$/m.exec(event.stream ?? "")?.[1];
    if (name) loaded.push(name.trim());
  }
  if (loaded.length === 0) throw notLoaded("it holds no image");
  yield { kind: "step", title, state: "done", detail: `${loaded.length} images` };
  return loaded;
}

const notLoaded = (said: string) =>
  new ExternalError("The archive could not be loaded", {
    program: "Docker engine",
    lastLines: [said],
    remedy: "Make it with: env-manager images save FILE, on a machine that has a registry",
  });
