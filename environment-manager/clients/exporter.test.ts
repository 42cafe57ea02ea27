import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type ExporterClient, exporterClient } from "./exporter.ts";

const never = new AbortController().signal;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A client of a server that answers like this. */
async function clientOf(listener: RequestListener): Promise<{ client: ExporterClient; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = exporterClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  closers.push(
    client.close,
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { client, server };
}

/** A page whose idle counter moves a second with each scrape, the other one too. */
function pages(): RequestListener {
  let scrapes = 0;
  return (request, response) => {
    scrapes++;
    if (request.url !== "/metrics") response.writeHead(404);
    response.end(
      `node_cpu_seconds_total{cpu="0",mode="idle"} ${scrapes}\nnode_cpu_seconds_total{cpu="0",mode="user"} ${scrapes}\n` +
        "nvidia_gpu_devices 0\nnvidia_gpu_collector_success 1\n",
    );
  };
}

describe("exporterClient", () => {
  test("reads figures, and rates from the second call on", async () => {
    const { client } = await clientOf(pages());
    expect(await client.figures(never)).toEqual({ kind: "read", host: { cores: 1 }, gpus: { kind: "none" } });
    expect(await client.figures(never)).toMatchObject({ kind: "read", host: { cores: 1, cpu: 0.5 } });
  });

  test("keeps one connection for all calls", async () => {
    const { client, server } = await clientOf(pages());
    let connections = 0;
    server.on("connection", () => connections++);
    for (let call = 0; call < 3; call++) await client.figures(never);
    expect(connections).toBe(1);
  });

  test("tells that nobody listens", async () => {
    const { client, server } = await clientOf(pages());
    await new Promise((resolve) => server.close(resolve));
    expect(await client.figures(never)).toEqual({ kind: "unavailable", reason: "not-running", detail: "ECONNREFUSED" });
  });

  test("tells a server that accepts and says nothing, or stops in the middle", async () => {
    const silent = await clientOf(() => {});
    const stuck = await clientOf((_request, response) => void response.write("node_load1 "));
    const both = await Promise.all([silent.client.figures(never), stuck.client.figures(never)]);
    for (const figures of both) expect(figures).toMatchObject({ kind: "unavailable", reason: "silent" });
  });

  test.each([
    ["another page", 200, "<html>hello</html>", /Line 1/],
    ["an error", 500, "The exporter failed", /500/],
  ])("tells %s from metrics", async (_, status, body, detail) => {
    const { client } = await clientOf((_request, response) => response.writeHead(status).end(body));
    expect(await client.figures(never)).toMatchObject({
      kind: "unavailable",
      reason: "unreadable",
      detail: expect.stringMatching(detail),
    });
  });

  test("begins anew after a gap, so that a restart is no spike", async () => {
    let fails = false;
    const page = pages();
    const { client } = await clientOf((request, response) =>
      fails ? response.writeHead(503).end() : page(request, response),
    );
    await client.figures(never);
    fails = true;
    await client.figures(never);
    fails = false;
    expect(await client.figures(never)).toEqual({ kind: "read", host: { cores: 1 }, gpus: { kind: "none" } });
  });

  test("ends with its signal", async () => {
    const { client } = await clientOf(() => {});
    const stop = new AbortController();
    const figures = client.figures(stop.signal);
    stop.abort();
    await expect(figures).rejects.toMatchObject({ name: "AbortError" });
  });
});
