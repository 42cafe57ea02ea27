import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";

/** Something to be timed: run once, to its end. Milliseconds are those of the wall clock. */
export interface Contender {
  readonly name: string;
  /** Brings things to where the run starts from; not timed. */
  readonly before?: () => void | Promise<void>;
  readonly run: () => void;
}

export interface Timing {
  readonly name: string;
  readonly medianMs: number;
  readonly minimumMs: number;
  readonly maximumMs: number;
  /** User and system time of the children, per run; 0 where they hand their work to a server. */
  readonly cpuMs: number;
}

/** Runs all contenders in turn, so that what else the machine does falls on all alike; the first round is not counted. */
export async function interleave(contenders: readonly Contender[], rounds: number): Promise<readonly Timing[]> {
  const wall = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  const cpu = new Map(contenders.map(({ name }) => [name, 0]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, before, run } of contenders) {
      await before?.();
      const ticks = childTicks();
      const began = process.hrtime.bigint();
      run();
      const took = Number(process.hrtime.bigint() - began) / 1e6;
      if (round === 0) continue;
      wall.get(name)?.push(took);
      cpu.set(name, (cpu.get(name) ?? 0) + childTicks() - ticks);
    }
  }
  return contenders.map(({ name }) => {
    const sorted = (wall.get(name) ?? []).toSorted((a, b) => a - b);
    return {
      name,
      medianMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
      minimumMs: sorted[0] ?? Number.NaN,
      maximumMs: sorted.at(-1) ?? Number.NaN,
      cpuMs: ((cpu.get(name) ?? 0) * 10) / rounds,
    };
  });
}

/** Hundredths of a second that ended children have used: cutime and cstime of proc(5). */
function childTicks(): number {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[13]) + Number(fields[14]);
}

/** Runs a program to its end; its output is dropped. Throws where it fails. */
export function execute(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  const { status, stderr, error } = spawnSync(program, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr}`);
}

/** Prints the timings, each with its ratio to the named one. */
export function report(title: string, timings: readonly Timing[], peer: string): void {
  const base = timings.find(({ name }) => name === peer)?.medianMs ?? Number.NaN;
  console.log(`\n${title}`);
  for (const { name, medianMs, minimumMs, maximumMs, cpuMs } of timings) {
    const ratio = (medianMs / base).toFixed(2);
    const spread = `${minimumMs.toFixed(0)}–${maximumMs.toFixed(0)}`;
    console.log(
      `  ${name.padEnd(44)} ${medianMs.toFixed(1).padStart(9)} ms  (${spread})  CPU ${cpuMs.toFixed(0)} ms  × ${ratio}`,
    );
  }
}

export const machineFacts = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 1024 ** 3).toFixed(0)} GiB, Linux ${release()}, ` +
  `Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`;
