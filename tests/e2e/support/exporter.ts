import { execa } from "execa";

/** An exporter started for a test. */
export interface StartedExporter {
  readonly url: string;
  readonly pid: number;
  scrape(query?: string): Promise<string>;
  stop(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
};

/** Starts a program that takes `--web.listen-address` on a free port and waits until it answers. */
export async function startExporter(program: string, ...args: readonly string[]): Promise<StartedExporter> {
  const port = await freePort();
  const child = execa(program, [...args, `--web.listen-address=127.0.0.1:${port}`], { reject: false, all: true });
  const url = `http://127.0.0.1:${port}`;
  const scrape = async (query = ""): Promise<string> => {
    const response = await fetch(`${url}/metrics${query}`);
    if (!response.ok) throw new Error(`${url}/metrics${query}: ${response.status} ${await response.text()}`);
    return response.text();
  };
  let ended = false;
  void child.then(() => {
    ended = true;
  });
  for (;;) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answers) break;
    if (ended) throw new Error(`${program} ended: ${(await child).all}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    pid: child.pid ?? 0,
    scrape,
    stop: async () => {
      child.kill("SIGTERM");
      await child;
    },
  };
}
