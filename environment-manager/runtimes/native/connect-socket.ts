import { closeSync, constants, openSync } from "node:fs";
import { connect, type Socket } from "node:net";

/**
 * Connects to a socket by its folder and name: the path of a socket must not be longer than 107 characters, a project's
 * may be, and /proc/self/fd/<folder>/<name> never is.
 * @throws as `net.connect` does: ENOENT without a supervisor, ECONNREFUSED after its death; ETIMEDOUT where it hangs.
 */
export function connectSocket(folder: string, name: string, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
    const socket = connect(`/proc/self/fd/${descriptor}/${name}`);
    const late = setTimeout(() => {
      socket.destroy(Object.assign(new Error(`${folder}/${name} does not answer`), { code: "ETIMEDOUT" }));
    }, timeoutMs);
    socket.once("connect", () => {
      clearTimeout(late);
      socket.removeAllListeners("error");
      resolve(socket);
    });
    socket.once("error", reject);
    socket.once("close", () => clearTimeout(late));
    socket.once("connect", () => closeSync(descriptor));
    socket.once("error", () => closeSync(descriptor));
  });
}
