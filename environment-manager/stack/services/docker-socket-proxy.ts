import type { ComposeService } from "../compose-types.ts";
import { fact, limits, ref } from "../interpolation.ts";
import { dockerApiNetwork } from "./names.ts";

/** The only container that holds the engine's socket. It passes reading calls of the exporter, nothing else. */
export const dockerSocketProxy: ComposeService = {
  image: `${ref("HAPROXY_IMAGE")}:${ref("HAPROXY_TAG")}`,
  command: ["haproxy", "-W", "-db", "-f", "/etc/docker-socket-proxy/haproxy.cfg"],
  // The socket belongs to root, or to the user of a rootless engine, who is root inside. All capabilities are dropped.
  user: "0:0",
  networks: [dockerApiNetwork],
  volumes: [
    "../monitoring/docker-socket-proxy:/etc/docker-socket-proxy:ro",
    `${fact("DOCKER_SOCKET")}:/var/run/docker.sock:ro`,
  ],
  healthcheck: {
    test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:2376/"],
    interval: "15s",
    timeout: "5s",
    retries: 4,
    start_period: "30s",
  },
  // At the signal of its image it would wait for every connection to end, also for one that follows events.
  stop_signal: "SIGTERM",
  deploy: limits("DOCKER_SOCKET_PROXY_MEMORY", "DOCKER_SOCKET_PROXY_CPUS", 64),
};

/** HAProxy's configuration of the socket proxy; valid for 2.6 to 3.2. */
export const dockerSocketProxyConfig = `# Generated; your changes would be overwritten.
# The engine's API for the exporter: which containers there are, and what happens to them. Everything else is refused.
global
  maxconn 64
  log stdout format raw local0 notice

defaults
  mode http
  log global
  timeout connect 5s
  timeout client 1h
  timeout server 1h
  timeout http-request 10s

frontend health
  bind 127.0.0.1:2376
  monitor-uri /

frontend docker
  bind :2375
  http-request deny unless { method GET HEAD }
  http-request deny unless { path_reg ^(/v[0-9]+\\.[0-9]+)?/(_ping|version|info|events|containers/json|containers/[A-Za-z0-9][A-Za-z0-9_.-]*/json)$ }
  default_backend engine

backend engine
  server engine unix@/var/run/docker.sock
`;
