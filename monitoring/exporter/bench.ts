import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { parseArgs } from "node:util";

/** A program to measure: how to start it and where it then answers. */
export type Contender = { readonly name: string; readonly command: readonly string[]; readonly url: string };

/** What a contender used. CPU is user and system time, of all its threads. */
export type Figures = {
  readonly name: string;
  readonly series: number;
  readonly bytes: number;
  readonly cpuMsPerScrape: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly residentMiB: number;
  readonly idleCpuPercent: number;
};

const ticksPerSecond = 100;

// user and system ticks are the 14th and 15th column; the second, the name, is in parentheses and may hold blanks.
const cpuMs = (pid: number): number => {
  const columns = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /s, "")
    .split(" ");
  return ((Number(columns[11]) + Number(columns[12])) * 1000) / ticksPerSecond;
};

const residentMiB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) / 1024;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Client = { readonly scrape: () => Promise<string>; readonly close: () => void };

/** Scrapes as Prometheus does: one connection, kept; `zipped` as it does unless told otherwise. */
const createClient = (url: string, zipped: boolean): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = {
    accept: "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
    "x-prometheus-scrape-timeout-seconds": "10",
    ...(zipped && { "accept-encoding": "gzip" }),
  };
  const scrape = (): Promise<string> =>
    new Promise((resolve, reject) => {
      get(url, { agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => resolve(Buffer.concat(parts).toString("latin1")));
      }).on("error", reject);
    });
  return { scrape, close: () => agent.destroy() };
};

type Running = {
  readonly contender: Contender;
  readonly pid: number;
  readonly child: ChildProcess;
  readonly client: Client;
};

const start = async (contender: Contender, zipped: boolean): Promise<Running> => {
  const [program = "", ...args] = contender.command;
  const child = spawn(program, args, { stdio: "ignore" });
  const failed = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${contender.name} ended with ${code}`)));
  });
  failed.catch(() => undefined);
  const client = createClient(contender.url, zipped);
  const answers = async (): Promise<void> => {
    for (;;) {
      try {
        await client.scrape();
        return;
      } catch {
        await wait(20);
      }
    }
  };
  await Promise.race([answers(), failed]);
  return { contender, pid: child.pid ?? 0, child, client };
};

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(sorted.length * share)] ?? Number.NaN;

/**
 * Measures contenders side by side: after `warmUp` scrapes of each, `scrapes` of each in turn, so that what else the machine
 * does hits all alike; then `idleMs` without any.
 */
export const benchExporters = async (
  contenders: readonly Contender[],
  { warmUp, scrapes, idleMs, zipped }: { warmUp: number; scrapes: number; idleMs: number; zipped: boolean },
): Promise<Figures[]> => {
  const running = await Promise.all(contenders.map((contender) => start(contender, zipped)));
  try {
    for (let i = 0; i < warmUp; i++) for (const { client } of running) await client.scrape();
    const before = running.map(({ pid }) => cpuMs(pid));
    const latencies = running.map((): number[] => []);
    for (let i = 0; i < scrapes; i++) {
      for (const [index, { client }] of running.entries()) {
        const startedAt = performance.now();
        await client.scrape();
        latencies[index]?.push(performance.now() - startedAt);
      }
    }
    const after = running.map(({ pid }) => cpuMs(pid));
    const resident = running.map(({ pid }) => residentMiB(pid));
    const idleFrom = running.map(({ pid }) => cpuMs(pid));
    await wait(idleMs);
    const idleTo = running.map(({ pid }) => cpuMs(pid));
    const plain = await Promise.all(
      running.map(async ({ contender }) => {
        const client = createClient(contender.url, false);
        return client.scrape().finally(client.close);
      }),
    );
    return running.map(({ contender }, index) => {
      const sorted = (latencies[index] ?? []).sort((a, b) => a - b);
      const page = plain[index] ?? "";
      return {
        name: contender.name,
        series: page.split("\n").filter((line) => line !== "" && !line.startsWith("#")).length,
        bytes: page.length,
        cpuMsPerScrape: ((after[index] ?? 0) - (before[index] ?? 0)) / scrapes,
        medianMs: at(sorted, 0.5),
        p99Ms: at(sorted, 0.99),
        residentMiB: resident[index] ?? Number.NaN,
        idleCpuPercent: (((idleTo[index] ?? 0) - (idleFrom[index] ?? 0)) / idleMs) * 100,
      };
    });
  } finally {
    for (const { child, client } of running) {
      client.close();
      child.removeAllListeners("exit");
      child.kill("SIGKILL");
    }
  }
};

const usage = `Usage: node bench.ts [--scrapes=300] [--warm-up=300] [--idle-ms=5000] [--gzip] NAME=URL=COMMAND...
Measures exporters side by side. COMMAND is split at blanks.`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      scrapes: { type: "string", default: "300" },
      "warm-up": { type: "string", default: "300" },
      "idle-ms": { type: "string", default: "5000" },
      gzip: { type: "boolean", default: false },
    },
  });
  const contenders = positionals.map((text): Contender => {
    const [, name = "", url = "", command = ""] = /^([^=]+)=(http[^=]+)=(.+)$/s.exec(text) ?? [];
    return { name, url, command: command.split(/\s+/) };
  });
  if (contenders.length === 0) return console.error(usage);
  const figures = await benchExporters(contenders, {
    warmUp: Number(values["warm-up"]),
    scrapes: Number(values.scrapes),
    idleMs: Number(values["idle-ms"]),
    zipped: values.gzip,
  });
  console.table(
    figures.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === "number" ? Math.round(value * 1000) / 1000 : value,
        ]),
      ),
    ),
  );
};

if (import.meta.main) await main();
