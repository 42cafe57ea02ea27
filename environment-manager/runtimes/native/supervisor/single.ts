import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";

/**
 * Claims to be the only supervisor of an installation, until this process ends however it ends: an abstract socket is
 * a name that the kernel gives to one and takes back by itself, where a lock file would go stale. Its name is made from
 * a random file that only this user can read, so that nobody else can take it beforehand.
 * @returns false where another one has it.
 */
export function claimSingle(tokenFile: string, instance: string): Promise<boolean> {
  const name = createHash("sha256")
    .update(`${readToken(tokenFile)}\0${instance}`)
    .digest("hex");
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen(`\0env-manager-${name}`, () => resolve(true));
    server.unref();
  });
}

function readToken(path: string): string {
  try {
    writeFileSync(path, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(path, "utf8");
}
