import type { ComposeService } from "../compose-types.ts";
import { fact, limits, ref } from "../interpolation.ts";
import { monitorNetwork, prometheusVolume } from "./names.ts";

export const prometheus: ComposeService = {
  image: `${ref("PROMETHEUS_IMAGE")}:${ref("PROMETHEUS_TAG")}`,
  user: "65534:65534",
  command: [
    `--config.file=/etc/prometheus/${fact("PROMETHEUS_CONFIG")}`,
    "--storage.tsdb.path=/prometheus",
    `--storage.tsdb.retention.time=${ref("PROMETHEUS_RETENTION_TIME")}`,
    `--storage.tsdb.retention.size=${ref("PROMETHEUS_RETENTION_SIZE")}`,
    // Both only inside the network: what is published on the machine is the gateway, which refuses them.
    "--web.enable-lifecycle",
    "--web.enable-admin-api",
    `--web.external-url=http://127.0.0.1:${ref("PROMETHEUS_PORT")}/`,
  ],
  networks: [monitorNetwork],
  volumes: [
    // The folder, not the file: an atomic replacement of the file would not be seen through a mount of it.
    "../monitoring/prometheus:/etc/prometheus:ro",
    "../monitoring/targets:/etc/prometheus-targets:ro",
    `${prometheusVolume}:/prometheus`,
  ],
  healthcheck: {
    // promtool is in every image of Prometheus, also in those without a shell; `check ready` is not in 2.42's yet. A query is
    // answered only once the write-ahead log has been read.
    test: ["CMD", "promtool", "query", "instant", "http://127.0.0.1:9090", "vector(1)"],
    interval: "15s",
    timeout: "5s",
    retries: 4,
    // A large write-ahead log takes minutes to replay.
    start_period: "300s",
  },
  stop_grace_period: "60s",
  deploy: limits("PROMETHEUS_MEMORY", "PROMETHEUS_CPUS", 512),
};
