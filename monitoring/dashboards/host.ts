import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  MappingType,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { datasource, stat, timeseries } from "./panels.ts";

const here = `instance=~"$instance"`;

const cpu = {
  title: "CPU Usage",
  description: "Share of all cores' time that was not idle. Above 90 % for long: the machine is the bottleneck.",
  unit: "percent",
  min: 0,
  max: 100,
  thresholds: [70, 90],
  queries: [{ expr: `100 - (avg by (instance) (irate(node_cpu_seconds_total{mode="idle",${here}}[1m])) * 100)` }],
} as const;

const memory = {
  title: "Memory Usage",
  description: "Memory that is neither free nor used for buffers and cache.",
  unit: "percent",
  min: 0,
  max: 100,
  thresholds: [80, 95],
  queries: [
    {
      expr: `100 * (node_memory_MemTotal_bytes{${here}} - node_memory_MemFree_bytes{${here}} - node_memory_Buffers_bytes{${here}} - node_memory_Cached_bytes{${here}}) / node_memory_MemTotal_bytes{${here}}`,
      legend: "{{instance}}",
    },
  ],
} as const;

const realDisks = `${here},fstype!~"tmpfs|ramfs|overlay|squashfs|fuse.*|nsfs"`;
const filling = {
  title: "Fullest File System",
  description: "The file system with the least room. Full disks stop training runs and databases.",
  unit: "percent",
  min: 0,
  max: 100,
  thresholds: [80, 90],
  queries: [
    { expr: `max(100 - 100 * node_filesystem_avail_bytes{${realDisks}} / node_filesystem_size_bytes{${realDisks}})` },
  ],
} as const;

const gpus = {
  title: "GPUs",
  description: "NVIDIA GPUs that the exporter sees. Empty where the exporter is not scraped at all.",
  unit: "short",
  noValue: "The exporter is not scraped",
  mappings: [
    { type: MappingType.ValueToText, options: { "0": { text: "No GPU on this host", color: "text", index: 0 } } },
  ],
  queries: [{ expr: `sum(nvidia_gpu_devices{${here}})` }],
} as const;

/** The first dashboard: one machine's processors, memory, disks, network and GPUs. */
export const host = () =>
  new DashboardBuilder("Host")
    .uid("host")
    .description("CPU, memory, disk, network and GPU of one machine, from env-manager's exporter or node_exporter.")
    .tags(["env-manager", "host"])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: "now-1h", to: "now" })
    .refresh("30s")
    .timezone("browser")
    .withVariable(new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"))
    .withVariable(
      new QueryVariableBuilder("instance")
        .label("Instance")
        .datasource(datasource)
        .query("label_values(node_uname_info, instance)")
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .multi(true)
        .includeAll(true)
        .allValue(".*"),
    )
    .withRow(new RowBuilder("Now"))
    .withPanel(stat({ ...cpu, span: 6 }))
    .withPanel(stat({ ...memory, span: 6 }))
    .withPanel(stat({ ...filling, span: 6 }))
    .withPanel(stat({ ...gpus, span: 6 }))
    .withRow(new RowBuilder("Processors and Memory"))
    .withPanel(timeseries({ ...cpu, span: 8 }))
    .withPanel(timeseries({ ...memory, span: 8 }))
    .withPanel(
      timeseries({
        title: "Load",
        description: "Processes that run or wait to run, averaged; beside the number of cores.",
        unit: "short",
        min: 0,
        span: 8,
        queries: [
          { expr: `node_load1{${here}}`, legend: "1 min {{instance}}" },
          { expr: `node_load15{${here}}`, legend: "15 min {{instance}}" },
          { expr: `count by (instance) (node_cpu_seconds_total{mode="idle",${here}})`, legend: "cores {{instance}}" },
        ],
      }),
    )
    .withRow(new RowBuilder("Disks and Network"))
    .withPanel(
      timeseries({
        title: "Disk Traffic",
        description: "Bytes read (above zero) and written (below zero) on each disk.",
        unit: "Bps",
        span: 8,
        queries: [
          { expr: `rate(node_disk_read_bytes_total{${here}}[$__rate_interval])`, legend: "{{device}} read" },
          { expr: `-rate(node_disk_written_bytes_total{${here}}[$__rate_interval])`, legend: "{{device}} written" },
        ],
      }),
    )
    .withPanel(
      timeseries({
        title: "File Systems",
        description: "Share of each file system that is full.",
        unit: "percent",
        min: 0,
        max: 100,
        thresholds: [80, 90],
        span: 8,
        queries: [
          {
            expr: `100 - 100 * node_filesystem_avail_bytes{${realDisks}} / node_filesystem_size_bytes{${realDisks}}`,
            legend: "{{mountpoint}}",
          },
        ],
      }),
    )
    .withPanel(
      timeseries({
        title: "Network Traffic",
        description:
          "Bytes received (above zero) and sent (below zero) on each device, without loopback and containers' ends.",
        unit: "Bps",
        span: 8,
        queries: [
          {
            expr: `rate(node_network_receive_bytes_total{device!~"lo|veth.*|br-.*|docker.*",${here}}[$__rate_interval])`,
            legend: "{{device}} received",
          },
          {
            expr: `-rate(node_network_transmit_bytes_total{device!~"lo|veth.*|br-.*|docker.*",${here}}[$__rate_interval])`,
            legend: "{{device}} sent",
          },
        ],
      }),
    )
    .withRow(new RowBuilder("GPUs"))
    .withPanel(
      timeseries({
        title: "GPU Utilization",
        description: "Share of time in which a kernel ran. Low beside high memory use: the card is held, not used.",
        unit: "percent",
        min: 0,
        max: 100,
        thresholds: [70, 95],
        noValue: "No GPU reports this; the panel GPUs says whether there is one",
        span: 8,
        queries: [{ expr: `nvidia_gpu_utilization_percentage{${here}}`, legend: "GPU {{gpu}}" }],
      }),
    )
    .withPanel(
      timeseries({
        title: "GPU Memory",
        description: "Share of each card's memory that is in use.",
        unit: "percent",
        min: 0,
        max: 100,
        thresholds: [80, 95],
        noValue: "No GPU reports this; the panel GPUs says whether there is one",
        span: 8,
        queries: [
          {
            expr: `nvidia_gpu_memory_used_bytes{${here}} / nvidia_gpu_memory_total_bytes{${here}} * 100`,
            legend: "GPU {{gpu}}",
          },
        ],
      }),
    )
    .withPanel(
      timeseries({
        title: "GPU Temperature",
        description: "Temperature of each card's core. From about 85 °C on most cards slow down.",
        unit: "celsius",
        thresholds: [80, 90],
        noValue: "No GPU reports this; the panel GPUs says whether there is one",
        span: 8,
        queries: [{ expr: `nvidia_gpu_temperature_celsius{${here}}`, legend: "GPU {{gpu}}" }],
      }),
    )
    .build();
