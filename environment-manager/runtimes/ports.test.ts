import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { addressOf, findPortHolder, listeningSockets, portHolderText, tryListen } from "./ports.ts";

const servers: Server[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((closed) => server.close(closed));
  for (const child of children.splice(0)) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

async function listenOn(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  servers.push(server);
  await once(server, "listening");
  return (server.address() as { port: number }).port;
}

describe("the holder of a port", () => {
  test("is nobody where the port is free", async () => {
    const port = await listenOn("127.0.0.1");
    await new Promise((closed) => servers.pop()?.close(closed));
    expect(await findPortHolder(port, "127.0.0.1")).toBeUndefined();
    expect(await portHolderText(port, "127.0.0.1")).toBeUndefined();
  });

  test("is this process where it listens itself", async () => {
    const port = await listenOn("127.0.0.1");
    const holder = await findPortHolder(port, "127.0.0.1");
    expect(holder?.pid).toBe(process.pid);
    expect(holder?.user).toBeTruthy();
    expect(await portHolderText(port, "127.0.0.1")).toMatch(new RegExp(`\\(pid ${process.pid}, user \\S+\\)$`));
  });

  test("is named when another program listens", async () => {
    const program = `require("net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port) })`;
    const child = spawn(process.execPath, ["-e", program]);
    children.push(child);
    const [line] = await once(child.stdout, "data");
    expect(await findPortHolder(Number(line), "127.0.0.1")).toMatchObject({ pid: child.pid, command: "node" });
  });

  test.each([
    ["127.0.0.1", "0.0.0.0"],
    ["0.0.0.0", "127.0.0.1"],
    ["::", "127.0.0.1"],
    ["127.0.0.1", "127.0.0.1"],
  ])("is found when %s listens and %s is wanted", async (listening, wanted) => {
    const port = await listenOn(listening);
    expect((await findPortHolder(port, wanted))?.pid).toBe(process.pid);
  });

  test("does not matter on another address of the machine", async () => {
    const port = await listenOn("127.0.0.2");
    expect(await findPortHolder(port, "127.0.0.1")).toBeUndefined();
  });
});

test("an address of another machine is told from a taken port", async () => {
  expect(await tryListen(0, "192.0.2.1")).toBe("not here");
});

test("a listening socket is seen with its address and owner", async () => {
  const port = await listenOn("127.0.0.1");
  expect(listeningSockets(port)).toMatchObject([{ address: "127.0.0.1", uid: process.getuid?.() }]);
});

test.each([
  ["0100007F", "127.0.0.1"],
  ["00000000", "0.0.0.0"],
  ["00000000000000000000000000000000", "::"],
  ["00000000000000000000000001000000", "::1"],
  ["0000000000000000FFFF00000100007F", "127.0.0.1"],
  ["B80D0120000000000000000001000000", "2001:db8::1"],
])("%s in /proc/net is %s", (hexadecimal, address) => {
  expect(addressOf(hexadecimal)).toBe(address);
});
