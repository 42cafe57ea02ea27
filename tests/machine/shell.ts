import { once } from "node:events";
import { clientBin } from "./client.ts";
import { machineFolders } from "./folders.ts";
import { openSession } from "./session.ts";
import { whyNoEngine } from "./support.ts";

/**
 * Holds an engine with all images for work by hand, until Ctrl-C. On stdout it writes the lines to export, on stderr the
 * rest: `scripts/test shell > engine.sh`, and in another terminal `. ./engine.sh`.
 */
async function main(): Promise<void> {
  const reason = whyNoEngine();
  if (reason !== undefined) throw new Error(reason);
  const stopped = Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((name) => once(process, name)));
  const session = await openSession("shell", (line) => console.error(line));
  const { DOCKER_HOST, DOCKER_CONFIG } = session.env;
  console.log(`export DOCKER_HOST='${DOCKER_HOST}'`);
  console.log(`export DOCKER_CONFIG='${DOCKER_CONFIG}'`);
  console.log(`export PATH='${clientBin(machineFolders().cache)}':"$PATH"`);
  console.error("the engine runs; Ctrl-C ends it");
  // Nothing else keeps the process alive.
  const alive = setInterval(() => {}, 2 ** 30);
  await stopped;
  clearInterval(alive);
  await session.end();
}

await main();
