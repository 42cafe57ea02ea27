import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Collector } from "./collectors/collector.ts";
import { gauge } from "./exposition/family.ts";
import { noLabels } from "./exposition/labels.ts";
import { toRunning } from "./scrape.ts";
import { createExporterServer } from "./server.ts";

const family = gauge("test_value", "A test.");
const other = gauge("test_other", "Another.");
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const start = async (collectors: Readonly<Record<string, Collector>> = {}): Promise<string> => {
  const all = { value: { collect: (_, emit) => emit(family, noLabels, 1) }, ...collectors } satisfies Record<
    string,
    Collector
  >;
  const running = Object.entries(all).map(([name, collector]) => toRunning(name, collector));
  const server = createExporterServer(running, { log: () => {}, afterScrape: () => {} });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
};

const text = async (url: string, headers: Record<string, string> = {}): Promise<string> =>
  (await fetch(url, { headers })).text();

describe("pages", () => {
  test("metrics, health and landing page are there, anything else is not", async () => {
    const url = await start();
    expect(await text(`${url}/metrics`)).toContain("test_value 1\n");
    expect(await text(`${url}/healthz`)).toBe("ok\n");
    expect(await text(url)).toContain('<a href="/metrics">');
    for (const path of ["/metric", "/metrics/", "/constructor", "/__proto__"]) {
      expect((await fetch(url + path)).status).toBe(404);
    }
  });

  test("only GET is answered", async () => {
    const url = await start();
    for (const method of ["POST", "PUT", "DELETE", "HEAD"]) {
      const response = await fetch(`${url}/metrics`, { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
    }
  });
});

describe("formats", () => {
  test("plain text unless OpenMetrics is asked for", async () => {
    const url = `${await start()}/metrics`;
    const plain = await fetch(url);
    expect(plain.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await plain.text()).not.toContain("# EOF");
    const open = await fetch(url, { headers: { accept: "application/openmetrics-text;version=1.0.0" } });
    expect(open.headers.get("content-type")).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
    expect(await open.text()).toMatch(/\n# EOF\n$/);
  });

  test("gzip only when asked for", async () => {
    const url = `${await start()}/metrics`;
    const plain = await fetch(url, { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    const zipped = await fetch(url, { headers: { "accept-encoding": "gzip" } });
    expect(zipped.headers.get("content-encoding")).toBe("gzip");
    expect(await zipped.text()).toContain("test_value 1\n");
  });
});

describe("choosing collectors", () => {
  const more = { extra: { collect: (_, emit) => emit(other, noLabels, 2) } } satisfies Record<string, Collector>;

  test("collect[] runs only these, exclude[] all but these", async () => {
    const url = `${await start(more)}/metrics`;
    const only = await text(`${url}?collect[]=extra`);
    expect(only).toContain("test_other 2");
    expect(only).not.toContain("test_value");
    const without = await text(`${url}?exclude%5B%5D=extra`);
    expect(without).toContain("test_value 1");
    expect(without).not.toContain("test_other");
  });

  test("both at once and unknown names are refused", async () => {
    const url = `${await start(more)}/metrics`;
    expect((await fetch(`${url}?collect[]=extra&exclude[]=value`)).status).toBe(400);
    const unknown = await fetch(`${url}?collect[]=nothing`);
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining("there are value, extra")]);
  });
});

describe("time", () => {
  test("scrapes at the same time share one collection", async () => {
    let collections = 0;
    let release: () => void = () => {};
    const url = `${await start({
      slow: {
        collect: () => {
          collections += 1;
          return new Promise<void>((resolve) => {
            release = resolve;
          });
        },
      },
    })}/metrics`;
    const pages = Promise.all([text(url), text(url), text(url)]);
    await expect.poll(() => collections).toBe(1);
    await text(`${url}?collect[]=value`); // Answered while the others wait.
    release();
    for (const page of await pages) expect(page).toContain('success{collector="slow"} 1');
    expect(collections).toBe(1);
  });

  test("the client's scrape timeout is kept, and what is late is dropped and reported", async () => {
    const url = `${await start({ never: { collect: () => new Promise(() => {}) } })}/metrics`;
    const startedAt = performance.now();
    const page = await text(url, { "x-prometheus-scrape-timeout-seconds": "0.2" });
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(page).toContain("test_value 1");
    expect(page).toContain('env_manager_exporter_late_collections_total{collector="never"} 1');
  });
});

test("it tells about itself", async () => {
  const url = `${await start()}/metrics`;
  await text(url);
  const page = await text(url);
  expect(page).toMatch(/^process_cpu_seconds_total [\d.]+$/m);
  expect(page).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(page).toMatch(/^process_open_fds \d+$/m);
  expect(page).toMatch(/^nodejs_eventloop_lag_seconds [\d.e-]+$/m);
  expect(page).toMatch(/^env_manager_exporter_build_info\{version="[\d.]+"\} 1$/m);
  expect(page).toContain("env_manager_exporter_scrapes_total 2\n");
  const started = Number(/^process_start_time_seconds ([\d.]+)$/m.exec(page)?.[1]);
  expect(Math.abs(Date.now() / 1000 - process.uptime() - started)).toBeLessThan(5);
});

test("what is not HTTP is cut off without harm", async () => {
  const url = await start();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end("\u0016\u0003\u0001 hello\r\n\r\n");
  await new Promise((resolve) => socket.on("close", resolve).resume());
  expect(await text(`${url}/healthz`)).toBe("ok\n");
});
