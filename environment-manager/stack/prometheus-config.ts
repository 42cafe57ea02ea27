import { stringify } from "yaml";

/** Where Prometheus finds what it scrapes; differs between runtimes. Host and port without scheme. */
export interface PrometheusAddresses {
  readonly self: string;
  readonly exporter: string;
  readonly grafana: string;
  readonly dcgmExporter?: string;
  /** Folder of the user's own targets (file_sd), as Prometheus sees it. */
  readonly targets: string;
  /** Folder of the rules, as Prometheus sees it. */
  readonly rules: string;
}

export const dockerAddresses: PrometheusAddresses = {
  self: "localhost:9090",
  exporter: "exporter:9410",
  grafana: "grafana:3000",
  targets: "/etc/prometheus-targets",
  rules: "/etc/prometheus/rules",
};

/** Prometheus' job of each service. `node` as everywhere in the field, so that public dashboards and rules work unchanged. */
export const jobOfService = {
  exporter: "node",
  prometheus: "prometheus",
  grafana: "grafana",
  "dcgm-exporter": "dcgm",
} as const;

/** One machine: its targets carry this instead of a container's name, under every runtime, so that series go on. */
const instance = "localhost";

/**
 * Renders Prometheus' configuration; valid for 2.42 to 3.x.
 * @param scrapeInterval Prometheus' notation, as `15s`.
 */
export function renderPrometheusConfig(addresses: PrometheusAddresses, scrapeInterval: string): string {
  const job = (name: string, address: string) => ({
    job_name: name,
    static_configs: [{ targets: [address], labels: { instance } }],
  });
  const document = {
    global: { scrape_interval: scrapeInterval, evaluation_interval: scrapeInterval },
    rule_files: [`${addresses.rules}/*.yml`],
    scrape_configs: [
      job(jobOfService.exporter, addresses.exporter),
      job(jobOfService.prometheus, addresses.self),
      job(jobOfService.grafana, addresses.grafana),
      ...(addresses.dcgmExporter ? [job(jobOfService["dcgm-exporter"], addresses.dcgmExporter)] : []),
      {
        job_name: "targets",
        file_sd_configs: [{ files: [`${addresses.targets}/*.yml`, `${addresses.targets}/*.json`] }],
      },
    ],
  };
  return `# Generated; your changes would be overwritten. Targets of your own: monitoring/targets/*.yml\n${stringify(document)}`;
}
