import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { linkOrNothing, readOrNothing } from "./proc-files.ts";

/** Who listens on a port, as far as this user may see. */
export interface PortHolder {
  readonly pid?: number;
  /** Name of the program's file. */
  readonly command?: string;
  /** Login name, or the number where there is none. */
  readonly user?: string;
}

/**
 * Who holds a TCP port of this machine that something is to listen on; undefined where nobody does. Asks the kernel by
 * listening for a moment, so that it is right about addresses that overlap (0.0.0.0, ::), and then looks up the holder.
 * Where that is hidden (another user's process, another network namespace) the fields are absent.
 */
export async function findPortHolder(port: number, address: string): Promise<PortHolder | undefined> {
  if ((await tryListen(port, address)) !== "taken") return undefined;
  const socket = listeningSockets(port).find((listening) => overlap(listening.address, address));
  if (!socket) return {};
  const user = userName(socket.uid);
  const pid = await pidOfSocket(socket.inode);
  if (pid === undefined) return { user };
  // The file says more than the name that a program has given itself (`node-MainThread`), and is not for everyone to see.
  const file = linkOrNothing(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
  const command = basename(file) || readOrNothing(`/proc/${pid}/comm`).trim();
  return { pid, user, ...(command && { command }) };
}

/** The holder of a port in words: `prometheus (pid 7, user root)`; undefined where the port is free. */
export async function portHolderText(port: number, address: string): Promise<string | undefined> {
  const holder = await findPortHolder(port, address);
  if (!holder) return undefined;
  const { pid, command = "another program", user } = holder;
  const known = [pid !== undefined && `pid ${pid}`, user !== undefined && `user ${user}`].filter(Boolean);
  return known.length === 0 ? command : `${command} (${known.join(", ")})`;
}

/** What listening on an address would come to: `denied` is a port below 1024 without permission. */
export function tryListen(port: number, address: string): Promise<"free" | "taken" | "denied" | "not here"> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve("taken");
      else if (error.code === "EACCES") resolve("denied");
      else if (error.code === "EADDRNOTAVAIL") resolve("not here");
      else reject(error);
    });
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve("free")));
  });
}

/** A listening TCP socket as /proc/net/tcp and tcp6 tell it. */
export interface ListeningSocket {
  readonly address: string;
  readonly uid: number;
  readonly inode: string;
}

const listen = "0A";

/** Every socket of this network namespace that listens on the port, whatever the address. Synchronous: two small files. */
export function listeningSockets(port: number): readonly ListeningSocket[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    readOrNothing(file)
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = "", , state]) => state === listen && local.endsWith(`:${wanted}`))
      .map(([, local = "", , , , , , uid, , inode = ""]) => ({
        address: addressOf(local.slice(0, local.indexOf(":"))),
        uid: Number(uid),
        inode,
      })),
  );
}

/** /proc writes an address as 32-bit words, each with its bytes in the machine's order: little-endian wherever Node runs. */
export function addressOf(hexadecimal: string): string {
  const words = hexadecimal.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)));
  const mapped = bytes.length === 16 && bytes.slice(0, 12).join() === "0,0,0,0,0,0,0,0,0,0,255,255";
  if (bytes.length === 4 || mapped) return bytes.slice(-4).join(".");
  const groups = bytes.flatMap((byte, index) => (index % 2 === 0 ? [byte * 256 + (bytes[index + 1] ?? 0)] : []));
  return canonical(groups.map((group) => group.toString(16)).join(":"));
}

const canonical = (address: string) =>
  address.includes(":") ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;

const everything = new Set(["0.0.0.0", "::"]);

const overlap = (one: string, other: string) =>
  everything.has(one) || everything.has(other) || canonical(one) === canonical(other);

/** Walks /proc/<pid>/fd of every process that may be read; gives way to other work between processes. */
async function pidOfSocket(inode: string): Promise<number | undefined> {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    if (holdsSocket(Number(name), inode)) return Number(name);
    await setImmediate();
  }
  return undefined;
}

/** Whether the process has the socket open; undefined where its files may not be looked at. */
export function holdsSocket(pid: number, inode: string): boolean | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => linkOrNothing(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`);
  } catch {
    return undefined;
  }
}

const userName = (uid: number) =>
  readOrNothing("/etc/passwd")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([, , id]) => id === String(uid))?.[0] ?? String(uid);
