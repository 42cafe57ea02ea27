import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

const entry = join(import.meta.dirname, "main.ts");
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const start = (...args: string[]) => {
  const child: ChildProcess = spawn(process.execPath, [entry, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  ends.push(() => child.kill("SIGKILL"));
  let out = "";
  child.stdout?.on("data", (chunk) => (out += chunk));
  child.stderr?.on("data", (chunk) => (out += chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const url = async (): Promise<string> => {
    await expect.poll(() => out, { timeout: 30_000 }).toMatch(/listens on http:\S+/);
    return /http:\S+/.exec(out)?.[0] ?? "";
  };
  return { child, ended, output: () => out, url };
};

const run = async (...args: string[]) => {
  const { ended, output } = start(...args);
  return { code: await ended, output: output() };
};

const listen = async (): Promise<{ server: Server; port: number }> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => server.close());
  const address = server.address();
  return { server, port: typeof address === "object" && address !== null ? address.port : 0 };
};

describe("a run", { timeout: 60_000 }, () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "ends within a second of %s, though a client keeps its connection",
    async (signal) => {
      const { child, ended, url } = start("--port=0");
      expect((await fetch(`${await url()}/metrics`)).status).toBe(200);
      const askedAt = performance.now();
      child.kill(signal);
      expect(await ended).toBe(0);
      expect(performance.now() - askedAt).toBeLessThan(1000);
    },
  );

  test("serves this machine's figures, all collectors well", async () => {
    const { url } = start("--port=0");
    const page = await (await fetch(`${await url()}/metrics`)).text();
    expect(page.match(/^node_scrape_collector_success\{.*\} 0$/gm)).toBeNull();
    expect(page).toMatch(/^node_memory_MemTotal_bytes \d+$/m);
  });

  test("listens where it is told to, at every place", async () => {
    const { output, url } = start("--web.listen-address=127.0.0.1:0", "--web.listen-address=127.0.0.2:0");
    await url();
    const urls = output().match(/http:[^\s,]+/g) ?? [];
    expect(urls.length).toBe(2);
    for (const each of urls) expect(await (await fetch(`${each}/healthz`)).text()).toBe("ok\n");
  });
});

describe("the health check", { timeout: 60_000 }, () => {
  test("is 0 while the exporter answers and 1 when it does not", async () => {
    const { child, ended, url } = start("--port=0");
    const { port } = new URL(await url());
    expect(await run("--healthcheck", `--port=${port}`)).toEqual({ code: 0, output: "" });
    child.kill();
    await ended;
    const after = await run("--healthcheck", `--port=${port}`);
    expect([after.code, after.output]).toEqual([1, expect.stringContaining("ECONNREFUSED")]);
  });

  test("gives up on a server that says nothing", async () => {
    const { port } = await listen();
    const { code, output } = await run("--healthcheck", `--port=${port}`);
    expect([code, output]).toEqual([1, expect.stringContaining("no answer within 3 s")]);
  });
});

describe("exit codes", { timeout: 60_000 }, () => {
  test("64 and the nearest flag for a command line that is wrong", async () => {
    const { code, output } = await run("--colector.cpu");
    expect([code, output]).toEqual([64, expect.stringContaining("did you mean --collector.cpu?")]);
  });

  test("64 for filters that exclude each other", async () => {
    const { code } = await run(
      "--port=0",
      "--collector.netdev.device-include=a",
      "--collector.netdev.device-exclude=b",
    );
    expect(code).toBe(64);
  });

  test("1 and the remedy for a port that is taken", async () => {
    const { port } = await listen();
    const { code, output } = await run(`--port=${port}`);
    expect([code, output]).toEqual([1, expect.stringContaining("choose another --port")]);
  });

  test("0 for version and help", async () => {
    expect(await run("--version")).toEqual({
      code: 0,
      output: expect.stringMatching(/^env-manager exporter \d+\.\d+/),
    });
    expect(await run("--help")).toEqual({ code: 0, output: expect.stringContaining("--web.listen-address=HOST:PORT") });
  });
});
