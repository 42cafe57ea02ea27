import { type Exposition, sampleValue } from "./exposition.ts";
import { busyShare, increase, isIdle, isWholeDisk, leadsOut } from "./rates.ts";

interface Share {
  readonly used: number;
  readonly total: number;
}

/** How a machine is, in base units; what the exporter does not tell, or needs a second reading for, is absent. */
export interface HostFigures {
  readonly name?: string;
  readonly bootedAt?: Date;
  /** Logical processors that are online. */
  readonly cores: number;
  /** Share of all processors' time that was not idle since the reading before, 0 to 1. */
  readonly cpu?: number;
  /** Averages over 1, 5 and 15 minutes. */
  readonly load?: readonly [number, number, number];
  /** Bytes; used is what is not available to new programs. */
  readonly memory?: Share;
  /** Bytes of the file system with the least room. */
  readonly disk?: Share & { readonly mountpoint: string };
  /** Bytes a second since the reading before, summed over the disks. */
  readonly diskTraffic?: Traffic;
  /** Bytes a second since the reading before, summed over the devices that lead out of the machine. */
  readonly networkTraffic?: Traffic;
}

export interface Traffic {
  readonly in: number;
  readonly out: number;
}

/** One scrape, and when it was taken, in milliseconds of a clock that does not jump. */
export interface Reading {
  readonly at: number;
  readonly metrics: Exposition;
}

/** What a scrape of the exporter, or of node_exporter, says about its machine; rates are since `previous`. */
export function hostFigures(previous: Reading | undefined, { at, metrics }: Reading): HostFigures {
  const nodename = metrics.get("node_uname_info")?.[0]?.labels["nodename"];
  const bootedAt = sampleValue(metrics, "node_boot_time_seconds");
  const load = ["node_load1", "node_load5", "node_load15"].map((name) => sampleValue(metrics, name));
  const [one, five, fifteen] = load;
  const seconds = previous === undefined ? 0 : (at - previous.at) / 1000;
  const traffic = (received: string, sent: string, counts: (device: string) => boolean) =>
    previous !== undefined && seconds > 0 && metrics.has(received)
      ? {
          in: increase(previous.metrics, metrics, received, counts) / seconds,
          out: increase(previous.metrics, metrics, sent, counts) / seconds,
        }
      : undefined;

  return withoutUndefined({
    name: nodename,
    bootedAt: bootedAt === undefined ? undefined : new Date(bootedAt * 1000),
    cores: metrics.get("node_cpu_seconds_total")?.filter(isIdle).length ?? 0,
    cpu: previous && busyShare(previous.metrics, metrics),
    load:
      one === undefined || five === undefined || fifteen === undefined ? undefined : ([one, five, fifteen] as const),
    memory: memoryShare(metrics),
    disk: fullestDisk(metrics),
    diskTraffic: traffic("node_disk_read_bytes_total", "node_disk_written_bytes_total", isWholeDisk),
    networkTraffic: traffic("node_network_receive_bytes_total", "node_network_transmit_bytes_total", leadsOut),
  });
}

/** MemAvailable is the kernel's own estimate of what new programs can have (proc_meminfo(5)). */
function memoryShare(metrics: Exposition): Share | undefined {
  const total = sampleValue(metrics, "node_memory_MemTotal_bytes");
  const available = sampleValue(metrics, "node_memory_MemAvailable_bytes");
  return total === undefined || available === undefined ? undefined : { used: total - available, total };
}

/** Kinds of file system that are always full, or only show another one's room. */
const unreal = /^(tmpfs|ramfs|overlay|squashfs|iso9660|nsfs|fuse\..*)$/;

function fullestDisk(metrics: Exposition): HostFigures["disk"] {
  const disks = (metrics.get("node_filesystem_size_bytes") ?? []).flatMap(({ labels, value: total }) => {
    const { device = "", mountpoint = "", fstype = "" } = labels;
    const where = { device, mountpoint };
    const available = sampleValue(metrics, "node_filesystem_avail_bytes", where);
    const readOnly = sampleValue(metrics, "node_filesystem_readonly", where) === 1;
    if (available === undefined || total <= 0 || readOnly) return [];
    return [{ mountpoint, used: total - available, total, real: !unreal.test(fstype) }];
  });
  const real = disks.filter((disk) => disk.real);
  // In a container the root is all there is.
  const candidates = real.length > 0 ? real : disks.filter(({ mountpoint }) => mountpoint === "/");
  const [fullest] = candidates.toSorted((a, b) => b.used / b.total - a.used / a.total);
  return fullest && { mountpoint: fullest.mountpoint, used: fullest.used, total: fullest.total };
}

type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
