import { closeSync, constants, openSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { connectSocket } from "../connect-socket.ts";
import { readLines } from "./lines.ts";
import type { ServiceReport, SupervisorReport, SupervisorRequest } from "./protocol.ts";

export interface ControlSocket {
  /** Tells those who have subscribed. */
  publish(report: ServiceReport): void;
  /** How many are connected. */
  connections(): number;
  close(): void;
}

const longestMessage = 16 * 1024 ** 2;

/**
 * Listens for the manager. The path of a socket ends at 107 characters, that of a project does not; so the folder is
 * opened, and the socket named through /proc/self/fd.
 */
export async function listenForManager(
  folder: string,
  name: string,
  handle: (request: SupervisorRequest) => Promise<void>,
  report: () => SupervisorReport,
): Promise<ControlSocket> {
  rmSync(`${folder}/${name}`, { force: true });
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  const connections = new Set<Socket>();
  const subscribers = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => {
      connections.delete(socket);
      subscribers.delete(socket);
    });
    const send = (message: unknown) => socket.writable && socket.write(`${JSON.stringify(message)}\n`);
    const answer = async (line: string) => {
      const request = parseRequest(line);
      if (!request) {
        socket.destroy();
        return;
      }
      if (request.method === "subscribe") subscribers.add(socket);
      try {
        await handle(request);
        // Made when it is sent: every event before it is older, every event after it newer.
        send({ id: request.id, result: report() });
      } catch (error) {
        send({ id: request.id, error: error instanceof Error ? error.message : String(error) });
      }
    };
    readLines(socket, (lines) => lines.forEach(answer), longestMessage);
  });
  await listening(server, `/proc/self/fd/${descriptor}/${name}`);
  return {
    publish: (report) => {
      for (const socket of subscribers) socket.write(`${JSON.stringify({ event: report })}\n`);
    },
    connections: () => connections.size,
    close: () => {
      for (const socket of connections) socket.destroySoon();
      server.close();
      rmSync(`${folder}/${name}`, { force: true });
      closeSync(descriptor);
    },
  };
}

/** Whether a supervisor listens there already. */
export async function supervisorAnswers(folder: string, name: string): Promise<boolean> {
  const socket = await connectSocket(folder, name, 1000).catch(() => undefined);
  socket?.destroy();
  return socket !== undefined;
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve());
  });
}

function parseRequest(line: string): SupervisorRequest | undefined {
  try {
    const request = JSON.parse(line);
    return typeof request?.id === "number" && typeof request?.method === "string" ? request : undefined;
  } catch {
    return undefined;
  }
}
