import { createReadStream, createWriteStream, renameSync, rmSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { ExternalError, Interrupted } from "../errors.ts";
import type { Operation } from "../progress.ts";
import { effectiveCompose } from "../runtimes/docker/effective-compose.ts";
import { type Engine, requireEngine } from "../runtimes/docker/find-engine.ts";
import { imagePresent, jsonLines, pullImage } from "../runtimes/docker/images.ts";
import { whileEngineAnswers } from "../runtimes/docker/watch-engine.ts";
import type { Project } from "../settings/project.ts";
import { refuseAsArchive, refuseAsNewArchive } from "./archive-file.ts";
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
  refuseAsNewArchive(file);
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
    await pipeline(await download(engine, images), createWriteStream(temporary), { signal });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw signal.aborted ? new Interrupted() : error;
  }
  yield { kind: "step", title, state: "done", detail: `${(statSync(file).size / 1024 ** 2).toFixed(0)} MiB` };
  return images;
}

/** The engine's archive of some images as a stream; dockerode itself can save only one at a time. */
function download(engine: Engine, names: readonly string[]): Promise<NodeJS.ReadableStream> {
  const options = {
    path: "/images/get?",
    options: { names },
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

/** Loads an archive that `saveImages` or `docker save` wrote, compressed or not: the engine finds that out. Returns the images' names. */
export async function* loadImages(file: string, signal: AbortSignal): Operation<readonly string[]> {
  refuseAsArchive(file);
  const engine = await requireEngine(process.env);
  return yield* whileEngineAnswers(engine, signal, (ends) => load(engine, file, ends));
}

async function* load(engine: Engine, file: string, signal: AbortSignal): Operation<readonly string[]> {
  const title = `Loading images from ${file}`;
  yield { kind: "step", title, state: "started" };
  const loaded: string[] = [];
  const archive = createReadStream(file);
  signal.addEventListener("abort", () => archive.destroy(new Interrupted()), { once: true });
  const answer = await engine.api.loadImage(archive);
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
