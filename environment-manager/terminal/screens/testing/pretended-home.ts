import { setTimeout as sleep } from "node:timers/promises";
import type { Figures } from "../../../clients/exporter.ts";
import type { GpuReport } from "../../../clients/gpu-figures.ts";
import { ExternalError, Interrupted } from "../../../errors.ts";
import type { Operation } from "../../../progress.ts";
import type { LogLine, LogRequest, ServiceStatus } from "../../../runtimes/runtime.ts";
import { changes, type HomeActions, reads } from "../home-model.ts";

const GiB = 1024 ** 3;

export const pretendedFigures = (gpus: GpuReport = { kind: "none" }): Figures => ({
  kind: "read",
  host: {
    name: "gpu-box-7",
    bootedAt: new Date(Date.now() - 1_047_600_000),
    cores: 64,
    cpu: 0.42,
    load: [26.9, 20.1, 8.4],
    memory: { used: 312 * GiB, total: 512 * GiB },
    disk: { mountpoint: "/data", used: 1.66 * 1024 * GiB, total: 1.8 * 1024 * GiB },
    diskTraffic: { in: 12.4 * 1024 ** 2, out: 3.1 * 1024 ** 2 },
    networkTraffic: { in: 118 * 1024 ** 2, out: 2.2 * 1024 ** 2 },
  },
  gpus,
});

/** So many H200, the last of them split into MIG instances, which have no utilization of their own. */
export const pretendedGpus = (count: number): GpuReport => ({
  kind: "gpus",
  complaint: false,
  gpus: Array.from({ length: count }, (_, index) => ({
    index: String(index),
    name: "NVIDIA H200",
    ...(index > 0 && index === count - 1 ? {} : { utilization: 0.98 - index * 0.13 }),
    memory: { used: (128 - index * 17) * GiB, total: 139 * GiB },
    celsius: 71 - index * 4,
    watts: 684 - index * 77,
    wattsLimit: 700,
  })),
});

const names = ["prometheus", "gateway", "exporter", "docker-socket-proxy", "grafana"] as const;

/** A stack that lives in memory, for the tests of the screens. */
export function pretendedHome(
  options: {
    readonly enabled?: boolean;
    readonly figures?: () => Figures;
    /** Milliseconds between two events of an operation. */
    readonly pace?: number;
    /** Enabling fails at this service. */
    readonly failing?: string;
  } = {},
): HomeActions & { readonly services: Map<string, ServiceStatus>; readonly calls: string[] } {
  const { figures = () => pretendedFigures(), pace = 5, failing } = options;
  const services = new Map<string, ServiceStatus>();
  const calls: string[] = [];
  const up = (service: string, restarts: number): ServiceStatus => ({
    service,
    state: service === "docker-socket-proxy" ? "running" : "healthy",
    startedAt: new Date(Date.now() - 8_040_000),
    restarts,
    ...(service === "grafana" ? { url: "http://127.0.0.1:3000" } : {}),
    ...(service === "prometheus" ? { url: "http://127.0.0.1:9090" } : {}),
  });
  const raise = (service: string) => services.set(service, up(service, 0));
  const missing: ServiceStatus = {
    service: "dcgm-exporter",
    state: "unavailable",
    detail: "the NVIDIA container toolkit is missing",
    remedy: "Install nvidia-container-toolkit",
  };
  if (options.enabled ?? true) {
    for (const service of names) raise(service);
    services.set("exporter", up("exporter", 2));
    services.set(missing.service, missing);
  }

  const pause = async (signal: AbortSignal) => {
    await sleep(pace, undefined, { signal }).catch(() => {
      throw new Interrupted();
    });
  };

  async function* enable(signal: AbortSignal): Operation<void> {
    calls.push("enable");
    yield { kind: "step", title: "Check this machine", state: "started" };
    await pause(signal);
    yield { kind: "step", title: "Check this machine", state: "done" };
    yield { kind: "warning", problem: { what: "3 GiB of disk are free", remedy: "Free some, or lower the retention" } };
    yield { kind: "step", title: "Start the services", state: "started" };
    for (let part = 1; part <= 10; part++) {
      yield {
        kind: "progress",
        title: "grafana/grafana:12.4.0",
        fraction: part / 10,
        detail: `${part * 18} of 180 MiB`,
      };
      await pause(signal);
    }
    for (const service of names) {
      yield { kind: "service", service, state: "starting" };
      await pause(signal);
      if (service === failing) {
        throw new ExternalError(`${service} did not become healthy`, {
          program: service,
          code: 1,
          lastLines: ["opening its database", "database is locked"],
          remedy: `Read more with: env-manager logs ${service}`,
        });
      }
      raise(service);
      yield { kind: "service", service, state: "healthy" };
    }
    services.set(missing.service, missing);
    yield { kind: "step", title: "Start the services", state: "done" };
  }

  async function* disable(signal: AbortSignal): Operation<void> {
    calls.push("disable");
    for (const service of services.keys()) {
      await pause(signal);
      yield { kind: "service", service, state: "stopped" };
    }
    services.clear();
  }

  async function* become(verb: string, service: string, signal: AbortSignal, then: () => void): Operation<void> {
    calls.push(`${verb} ${service}`);
    yield { kind: "step", title: `${verb} ${service}`, state: "started" };
    await pause(signal);
    then();
    yield { kind: "step", title: `${verb} ${service}`, state: "done" };
  }

  async function* logs({ services: [service = ""], signal, tail }: LogRequest): AsyncGenerator<LogLine> {
    calls.push(`logs ${service}`);
    for (let line = 1; line <= Math.min(60, tail); line++) {
      const level = line % 20 === 0 ? "error" : line % 9 === 0 ? "warn" : "info";
      yield {
        service,
        text: `ts=2026-11-20T12:00:${String(line).padStart(2, "0")}Z level=${level} msg="line ${line} of ${service}"`,
      };
    }
    await sleep(1_000_000, undefined, { signal }).catch(() => {});
  }

  return {
    services,
    calls,
    status: reads(async () => ({
      name: "env-manager",
      directory: "/srv/monitoring",
      ...(services.size > 0 ? { runtime: "docker" } : {}),
      services: [...services.values()],
    })),
    figures: reads(async () => figures()),
    logs: reads(logs),
    openGrafana: reads(async () => {
      calls.push("open");
      return { url: "http://127.0.0.1:3000", result: { opened: false, why: "no desktop here" } };
    }),
    enable: changes(enable),
    disable: changes(disable),
    start: changes((service, signal) => become("Start", service, signal, () => raise(service))),
    stop: changes((service, signal) =>
      become("Stop", service, signal, () => services.set(service, { service, state: "stopped" })),
    ),
    restart: changes((service, signal) => become("Restart", service, signal, () => raise(service))),
  };
}
