import type { Settings } from "./table.ts";

/** Where people and this program reach the services on this machine, under every runtime. */
export const serviceUrls = (settings: Settings) => ({
  grafana: `http://${reachable(settings.MONITOR_BIND)}:${settings.MONITOR_PORT}`,
  prometheus: `http://127.0.0.1:${settings.PROMETHEUS_PORT}`,
  exporter: `http://127.0.0.1:${settings.EXPORTER_PORT}`,
});

/** An address that a program on this machine can connect to, for one that a server listens on. */
const reachable = (address: string) => {
  if (address === "0.0.0.0" || address === "::") return "127.0.0.1";
  return address.includes(":") ? `[${address}]` : address;
};
