import type { ComposeService } from "../compose-types.ts";
import { fact, limits, ref } from "../interpolation.ts";
import { dockerApiNetwork, monitorNetwork } from "./names.ts";

export const exporter: ComposeService = {
  image: `env-manager-exporter:${fact("EXPORTER_TAG")}`,
  build: {
    context: "../monitoring/exporter",
    args: { NODE_IMAGE: `${ref("NODE_IMAGE")}:${ref("NODE_TAG")}` },
  },
  command: [
    "--web.listen-address=0.0.0.0:9410",
    "--path.procfs=/host/proc",
    "--path.sysfs=/host/sys",
    "--path.rootfs=/host/root",
    "--path.udev.data=/host/root/run/udev/data",
  ],
  // To see the processes on a GPU, and the machine's own network devices through /proc/1/net.
  pid: "host",
  ports: [`127.0.0.1:${ref("EXPORTER_PORT")}:9410`],
  networks: [monitorNetwork, dockerApiNetwork],
  volumes: ["/proc:/host/proc:ro", "/sys:/host/sys:ro", `/:/host/root:${fact("ROOT_MOUNT")}`],
  healthcheck: {
    test: ["CMD", "node", "/exporter.cjs", "--healthcheck"],
    interval: "30s",
    timeout: "5s",
    retries: 3,
    start_period: "30s",
  },
  deploy: limits("EXPORTER_MEMORY", "EXPORTER_CPUS", 64),
};
