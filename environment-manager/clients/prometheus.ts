import { httpClient, httpError } from "./http.ts";

/** One scrape target as Prometheus sees it; `unknown` until its first scrape. */
export interface Target {
  readonly job: string;
  readonly address: string;
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
  /** Long ago where it has not been scraped yet. */
  readonly lastScrape: Date;
}

/** One series of an instant query: its labels and its value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusApi {
  targets(): Promise<readonly Target[]>;
  /** An instant query whose result is a vector. */
  query(expression: string): Promise<readonly Sample[]>;
}

/** @param url As `http://127.0.0.1:9090`. Each call throws ExternalError where Prometheus fails or is not there. */
export function prometheusApi(url: string): PrometheusApi {
  const http = httpClient(url);
  const get = async <T>(path: string, params?: object): Promise<T> => {
    try {
      return (await http.get<{ data: T }>(path, { params })).data.data;
    } catch (error) {
      throw httpError("Prometheus", error);
    }
  };
  return {
    targets: async () => {
      const { activeTargets } = await get<{ activeTargets: readonly RawTarget[] }>("/api/v1/targets", {
        state: "active",
      });
      return activeTargets.map(({ labels, discoveredLabels, health, lastError, lastScrape }) => ({
        job: labels["job"] ?? "",
        address: discoveredLabels["__address__"] ?? "",
        health,
        lastError,
        lastScrape: new Date(lastScrape),
      }));
    },
    query: async (expression) => {
      const { result } = await get<{ result: readonly RawSample[] }>("/api/v1/query", { query: expression });
      return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
  };
}

interface RawTarget {
  readonly labels: Readonly<Record<string, string>>;
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly health: Target["health"];
  readonly lastError: string;
  readonly lastScrape: string;
}

interface RawSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}
