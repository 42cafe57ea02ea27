import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Address } from "./addresses.ts";
import type { Options } from "./options.ts";
import { toRunning } from "./scrape.ts";
import { createExporterServer, type ServerHooks } from "./server.ts";

/** An exporter that serves. */
export type Serving = {
  /** Where it listens, with the port that the system chose where it was left to. */
  readonly addresses: readonly Address[];
  /** Ends it: scrapes under way get half a second. */
  readonly stop: () => Promise<void>;
  /** Whether a system call hangs that `exit` would wait for, for ever. */
  readonly holdsThreads: () => boolean;
};

const graceMs = 500;

const listen = (server: Server, { host, port }: Address): Promise<Address> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host !== undefined && { host }) }, () => {
      server.off("error", reject);
      resolve({ host, port: (server.address() as AddressInfo).port });
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });

/** Starts the collectors and servers that `options` ask for. Rejects with what `listen` fails with. */
export const serve = async (options: Options, hooks: ServerHooks): Promise<Serving> => {
  const { paths, flags, enabled, addresses } = options;
  const collectors = enabled.map(({ name, create }) => toRunning(name, create({ paths, flags, log: hooks.log })));
  const servers: Server[] = [];
  const stop = async (): Promise<void> => {
    for (const { collector } of collectors) collector.stop?.();
    await Promise.all(servers.map(close));
  };
  const listening: Address[] = [];
  try {
    for (const address of addresses) {
      const server = createExporterServer(collectors, hooks);
      servers.push(server);
      listening.push(await listen(server, address));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    addresses: listening,
    stop,
    holdsThreads: () => collectors.some(({ collector }) => collector.holdsThreads?.() === true),
  };
};
