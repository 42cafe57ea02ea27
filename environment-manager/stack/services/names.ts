/** Networks, volumes and secrets of the stack, by their keys in the Compose file. */
export const monitorNetwork = "ai-monitor-net";
/** Only the exporter and the socket proxy are in it, so that nobody else can ask the engine. */
export const dockerApiNetwork = "docker-api";
export const grafanaVolume = "grafana_data";
export const prometheusVolume = "prometheus_data";
export const grafanaPasswordSecret = "grafana_password";
