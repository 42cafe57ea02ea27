import { counter, type Family, gauge } from "../exposition/family.ts";

/** A column of /proc/diskstats and what one unit of it is in the family's base unit. */
export type DiskColumn = { readonly family: Family; readonly unit: number };

// The kernel counts sectors of 512 bytes and milliseconds, whatever the device (Documentation/admin-guide/iostats.rst).
const sectorBytes = 512;
const millisecond = 1 / 1000;

const column = (family: Family, unit = 1): DiskColumn => ({ family, unit });

/** The columns after the device's name, in the kernel's order: 11, since Linux 4.18 also 4 for discards, since 5.5 2 for flushes. */
export const diskColumns: readonly DiskColumn[] = [
  column(counter("node_disk_reads_completed_total", "Reads that completed.")),
  column(counter("node_disk_reads_merged_total", "Reads that were merged into a neighbour.")),
  column(counter("node_disk_read_bytes_total", "Bytes read."), sectorBytes),
  column(counter("node_disk_read_time_seconds_total", "Seconds spent by all reads together."), millisecond),
  column(counter("node_disk_writes_completed_total", "Writes that completed.")),
  column(counter("node_disk_writes_merged_total", "Writes that were merged into a neighbour.")),
  column(counter("node_disk_written_bytes_total", "Bytes written."), sectorBytes),
  column(counter("node_disk_write_time_seconds_total", "Seconds spent by all writes together."), millisecond),
  column(gauge("node_disk_io_now", "Reads and writes under way.")),
  column(counter("node_disk_io_time_seconds_total", "Seconds in which any I/O was under way."), millisecond),
  column(
    counter(
      "node_disk_io_time_weighted_seconds_total",
      "Seconds of I/O, each counted once for every request under way.",
    ),
    millisecond,
  ),
  column(counter("node_disk_discards_completed_total", "Discards that completed.")),
  column(counter("node_disk_discards_merged_total", "Discards that were merged into a neighbour.")),
  column(counter("node_disk_discarded_sectors_total", "Sectors of 512 bytes discarded.")),
  column(counter("node_disk_discard_time_seconds_total", "Seconds spent by all discards together."), millisecond),
  column(counter("node_disk_flush_requests_total", "Flushes that completed.")),
  column(counter("node_disk_flush_requests_time_seconds_total", "Seconds spent by all flushes together."), millisecond),
];

/** Facts of a disk, from udev's database and sysfs. */
export const diskInfo = {
  device: gauge("node_disk_info", "1, labelled by what udev knows of the disk."),
  filesystem: gauge("node_disk_filesystem_info", "1, labelled by the file system that udev found on the disk."),
  deviceMapper: gauge("node_disk_device_mapper_info", "1, labelled by the device mapper's names for the disk."),
} as const;

/** Properties of ATA disks that are numbers, by udev's name for them. */
export const ataFamilies: readonly (readonly [property: string, family: Family])[] = [
  ["ID_ATA_WRITE_CACHE", gauge("node_disk_ata_write_cache", "1 for an ATA disk that has a write cache.")],
  [
    "ID_ATA_WRITE_CACHE_ENABLED",
    gauge("node_disk_ata_write_cache_enabled", "1 for an ATA disk whose write cache is on."),
  ],
  [
    "ID_ATA_ROTATION_RATE_RPM",
    gauge("node_disk_ata_rotation_rate_rpm", "Rotations a minute of an ATA disk, 0 for one that does not turn."),
  ],
];
