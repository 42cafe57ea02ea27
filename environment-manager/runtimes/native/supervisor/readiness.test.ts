import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { freePort } from "../fixtures/temporary-installation.ts";
import { askReadiness } from "./readiness.ts";

let server: Server | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
});

/** A server that gives this answer to everybody and then hangs up, or says nothing. */
async function answering(answer: string | undefined, address = "127.0.0.1"): Promise<string> {
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => answer !== undefined && socket.end(answer));
  }).listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}/-/ready?x=1`;
}

test.each([
  ["HTTP/1.1 200 OK\r\n\r\n", { ready: true }],
  ["HTTP/1.0 204 No Content\r\n\r\n", { ready: true }],
  ["HTTP/1.1 503 Service Unavailable\r\n\r\nstarting", { ready: false, why: "HTTP status 503" }],
  ["HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n", { ready: false, why: "HTTP status 302" }],
  ["SSH-2.0-OpenSSH_9.2p1 Debian\r\n", { ready: false, why: "the answer is not HTTP" }],
  ["", { ready: false, why: "the connection was closed without an answer" }],
])("%j is taken for %j", async (answer, expected) => {
  expect(await askReadiness(await answering(answer), 2000)).toEqual(expected);
});

test("a port without a listener is said so", async () => {
  expect(await askReadiness(`http://127.0.0.1:${await freePort()}/`, 2000)).toEqual({
    ready: false,
    why: "nothing listens there",
  });
});

test("a server that says nothing is waited for only so long", async () => {
  expect(await askReadiness(await answering(undefined), 100)).toEqual({ ready: false, why: "no answer within 0.1 s" });
});

test("the question is one that any server understands", async () => {
  const url = await answering("HTTP/1.1 200 OK\r\n\r\n");
  const asked = new Promise<string>((resolve) =>
    server?.once("connection", (socket) => socket.once("data", (data) => resolve(String(data)))),
  );
  await askReadiness(url, 2000);
  expect(await asked).toMatch(/^GET \/-\/ready\?x=1 HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\n/);
});
