import { once } from "node:events";
import { closeSync, constants, openSync } from "node:fs";
import { connect, type Socket } from "node:net";

/**
 * Connects to a socket by its folder and name: the path of a socket must not be longer than 107 characters, a project's
 * may be, and /proc/self/fd/<folder>/<name> never is.
 * @throws as `net.connect` does: ENOENT without a supervisor, ECONNREFUSED after its death; AbortError after the time.
 */
export async function connectSocket(folder: string, name: string, timeoutMs: number): Promise<Socket> {
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  const socket = connect(`/proc/self/fd/${descriptor}/${name}`);
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(timeoutMs) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
