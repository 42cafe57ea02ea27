import type { ComposeService } from "../compose-types.ts";
import { fact, limits, ref } from "../interpolation.ts";
import { monitorNetwork } from "./names.ts";

/** NVIDIA's exporter, for the profiling counters of data-centre cards. Its image need not hold a tool to check health with. */
export const dcgmExporter: ComposeService = {
  image: `${ref("DCGM_EXPORTER_IMAGE")}:${ref("DCGM_EXPORTER_TAG")}`,
  profiles: ["dcgm"],
  command: ["-f", "/etc/dcgm-exporter-own/counters.csv", "-c", fact("DCGM_INTERVAL_MS")],
  runtime: "nvidia",
  environment: { NVIDIA_VISIBLE_DEVICES: "all", NVIDIA_DRIVER_CAPABILITIES: "utility,compute" },
  networks: [monitorNetwork],
  volumes: ["../monitoring/dcgm-exporter:/etc/dcgm-exporter-own:ro"],
  tmpfs: ["/tmp", "/run"],
  // The driver gives profiling counters to nobody else.
  cap_add: ["SYS_ADMIN"],
  deploy: limits("DCGM_EXPORTER_MEMORY", "DCGM_EXPORTER_CPUS", 256),
};

/**
 * The counters that dcgm-exporter is to read: `field, Prometheus type, help`. Our own file, since the fields that its
 * default file asks for change between versions, and since profiling fields stop its start-up on consumer cards.
 * Field names: DCGM's field identifiers.
 */
export const dcgmCounters = `# Generated; your changes would be overwritten.
DCGM_FI_DEV_SM_CLOCK, gauge, SM clock frequency (in MHz).
DCGM_FI_DEV_MEM_CLOCK, gauge, Memory clock frequency (in MHz).
DCGM_FI_DEV_MEMORY_TEMP, gauge, Memory temperature (in C).
DCGM_FI_DEV_GPU_TEMP, gauge, GPU temperature (in C).
DCGM_FI_DEV_POWER_USAGE, gauge, Power draw (in W).
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION, counter, Energy since the driver was loaded (in mJ).
DCGM_FI_DEV_GPU_UTIL, gauge, GPU utilization (in %).
DCGM_FI_DEV_MEM_COPY_UTIL, gauge, Memory utilization (in %).
DCGM_FI_DEV_ENC_UTIL, gauge, Encoder utilization (in %).
DCGM_FI_DEV_DEC_UTIL, gauge, Decoder utilization (in %).
DCGM_FI_DEV_XID_ERRORS, gauge, Code of the last Xid error.
DCGM_FI_DEV_FB_FREE, gauge, Free memory (in MiB).
DCGM_FI_DEV_FB_USED, gauge, Used memory (in MiB).
DCGM_FI_DEV_PCIE_REPLAY_COUNTER, counter, PCIe retries.
DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL, counter, NVLink bytes over all lanes.
`;
