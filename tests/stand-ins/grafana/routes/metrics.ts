import type { Grafana } from "../grafana.ts";
import { early, type Route } from "../http/route.ts";

type Sample = readonly [type: "counter" | "gauge" | "histogram", name: string];

// The families the recorded pages begin with. A stand-in has no Go runtime: their values are 0.
const RECORDED: Readonly<Record<"modern" | "old", readonly Sample[]>> = {
  modern: [
    ["counter", "deprecated_flags_inuse_total"],
    ["counter", "go_cgo_go_to_c_calls_calls_total"],
    ["counter", "go_cpu_classes_gc_mark_assist_cpu_seconds_total"],
    ["counter", "go_cpu_classes_gc_mark_dedicated_cpu_seconds_total"],
    ["counter", "go_cpu_classes_gc_mark_idle_cpu_seconds_total"],
  ],
  old: [
    ["histogram", "access_evaluation_duration"],
    ["histogram", "access_permissions_duration"],
    ["counter", "cortex_experimental_features_in_use_total"],
    ["counter", "deprecated_flags_inuse_total"],
  ],
};

const BUCKETS = [
  "1e-05",
  "4e-05",
  "0.00016",
  "0.00064",
  "0.00256",
  "0.01024",
  "0.04096",
  "0.16384",
  "0.65536",
  "2.62144",
  "+Inf",
];

/** Grafana's figures about itself, asked for by Prometheus. */
export function metricsRoutes(grafana: Grafana): Route[] {
  const { configuration, release } = grafana;
  const type = `text/plain; version=0.0.4; charset=utf-8${release.modern ? "; escaping=underscores" : ""}`;
  return [
    early("GET", "/metrics", () =>
      configuration.flag("metrics", "enabled")
        ? { status: 200, headers: { "Content-Type": type }, body: page(grafana) }
        : { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8" }, body: "404 page not found\n" },
    ),
  ];
}

function page({ release, shelf, users, dataSources }: Grafana): string {
  const people = users.people().length;
  const labels = `branch="${release.branch}",edition="oss",revision="${release.commit}",version="${release.reported}"`;
  return [
    ...RECORDED[release.modern ? "modern" : "old"].flatMap(zero),
    ...figure("gauge", "grafana_build_info", 1, `{${labels}}`),
    ...figure("gauge", "grafana_stat_total_orgs", 1),
    ...figure("gauge", "grafana_stat_total_users", people),
    ...figure("gauge", "grafana_stat_totals_dashboard", shelf.dashboards().length),
    ...figure("gauge", "grafana_stat_totals_datasource", dataSources.all().length),
    ...figure("gauge", "process_start_time_seconds", Math.floor(Date.now() / 1000 - process.uptime())),
    "",
  ].join("\n");
}

function zero([type, name]: Sample): string[] {
  if (type !== "histogram") return figure(type, name, 0);
  const buckets = BUCKETS.map((bound) => `${name}_bucket{le="${bound}"} 0`);
  return [...heading(type, name), ...buckets, `${name}_sum 0`, `${name}_count 0`];
}

function figure(type: Sample[0], name: string, value: number, labels = ""): string[] {
  return [...heading(type, name), `${name}${labels} ${value}`];
}

function heading(type: string, name: string): string[] {
  return [`# HELP ${name} Served by the Grafana stand-in.`, `# TYPE ${name} ${type}`];
}
