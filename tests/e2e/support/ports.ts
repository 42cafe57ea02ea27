import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/**
 * Ports of 127.0.0.1 that nobody listens on. Below 32768, where Linux begins to take ports for outgoing connections, so that
 * none is taken meanwhile.
 */
export async function freePorts<const Names extends readonly string[]>(
  ...names: Names
): Promise<Record<Names[number], number>> {
  const first = randomInt(20_000, 32_000 - names.length);
  const ports = names.map((_name, index) => first + index);
  const servers = await Promise.all(ports.map((port) => listenOn(port).catch(() => undefined)));
  await Promise.all(servers.map((server) => server && close(server)));
  if (servers.includes(undefined)) return freePorts(...names);
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as Record<Names[number], number>;
}

/** A server of this process that answers nothing. */
export const listenOn = (port: number, address = "127.0.0.1"): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(port, address, () => resolve(server));
  });

export const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
