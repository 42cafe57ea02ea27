import type { ComposeService } from "../compose-types.ts";
import { limits, ref } from "../interpolation.ts";
import { monitorNetwork } from "./names.ts";

/** Publishes Prometheus on the machine, without the calls that reload, stop or delete. */
export const gateway: ComposeService = {
  image: `${ref("HAPROXY_IMAGE")}:${ref("HAPROXY_TAG")}`,
  command: ["haproxy", "-W", "-db", "-f", "/etc/gateway/haproxy.cfg"],
  ports: [`127.0.0.1:${ref("PROMETHEUS_PORT")}:9090`],
  networks: [monitorNetwork],
  volumes: ["../monitoring/gateway:/etc/gateway:ro"],
  healthcheck: {
    test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9091/"],
    interval: "15s",
    timeout: "5s",
    retries: 4,
    start_period: "30s",
  },
  // At the signal of its image it would wait for every connection to end.
  stop_signal: "SIGTERM",
  deploy: limits("GATEWAY_MEMORY", "GATEWAY_CPUS", 64),
};

/** HAProxy's configuration of the gateway; valid for 2.6 to 3.2. */
export const gatewayConfig = `# Generated; your changes would be overwritten.
# Prometheus as people on this machine reach it. Inside the network it answers everything; from outside nobody may reload it,
# stop it or delete data.
global
  maxconn 512
  log stdout format raw local0 notice

defaults
  mode http
  log global
  timeout connect 5s
  timeout client 60s
  timeout server 150s
  timeout http-request 10s

resolvers engine
  nameserver dns 127.0.0.11:53
  hold valid 5s

frontend health
  bind 127.0.0.1:9091
  monitor-uri /

frontend prometheus
  bind :9090
  http-request set-var(txn.path) path,url_dec,regsub(/+,/,g),lower
  http-request deny unless { method GET HEAD POST OPTIONS }
  http-request deny if { var(txn.path) -m reg ^/-/(reload|quit) }
  http-request deny if { var(txn.path) -m beg /api/v1/admin }
  # What a decoder could read as another path than we do.
  http-request deny if { var(txn.path) -m sub /../ /./ % }
  default_backend prometheus

backend prometheus
  server prometheus prometheus:9090 resolvers engine init-addr last,libc,none
`;
