import { existsSync } from "node:fs";
import { join } from "node:path";
import { counter } from "../exposition/family.ts";
import { labels } from "../exposition/labels.ts";
import { filterFlags, nameFilter } from "../flags/name-filter.ts";
import { fields } from "../reading/fields.ts";
import { parseCount } from "../reading/numbers.ts";
import { readText, readValue } from "../reading/read.ts";
import type { CollectorDefinition } from "./collector.ts";

// The columns of /proc/net/dev, receiving and then sending. The kernel sums detailed errors into them as it sees fit.
const families = [
  counter("node_network_receive_bytes_total", "Bytes received."),
  counter("node_network_receive_packets_total", "Packets received."),
  counter("node_network_receive_errs_total", "Packets received that were faulty."),
  counter("node_network_receive_drop_total", "Packets received that were dropped for want of room."),
  counter("node_network_receive_fifo_total", "Packets lost because a receive buffer ran over."),
  counter("node_network_receive_frame_total", "Packets received with a framing, length or checksum fault."),
  counter("node_network_receive_compressed_total", "Compressed packets received."),
  counter("node_network_receive_multicast_total", "Multicast packets received."),
  counter("node_network_transmit_bytes_total", "Bytes sent."),
  counter("node_network_transmit_packets_total", "Packets sent."),
  counter("node_network_transmit_errs_total", "Packets that could not be sent."),
  counter("node_network_transmit_drop_total", "Packets dropped before they were sent."),
  counter("node_network_transmit_fifo_total", "Packets lost because a send buffer ran over."),
  counter("node_network_transmit_colls_total", "Collisions while sending."),
  counter("node_network_transmit_carrier_total", "Packets lost because the carrier, window or heartbeat failed."),
  counter("node_network_transmit_compressed_total", "Compressed packets sent."),
];
const nohandler = counter("node_network_receive_nohandler_total", "Packets received that no protocol handler took.");

/** A line of /proc/net/dev. */
export type NetworkDevice = { readonly device: string; readonly values: readonly number[] };

/**
 * The devices of a /proc/net/dev, and how many lines could not be read. The two lines of headings are no devices. The kernel
 * writes long lists page by page, so that a device may come twice while others come and go.
 */
export const parseNetDev = (text: string): { readonly devices: NetworkDevice[]; readonly malformed: number } => {
  const devices = new Map<string, NetworkDevice>();
  let malformed = 0;
  for (const line of text.split("\n")) {
    if (line === "" || line.includes("|")) continue;
    const colon = line.lastIndexOf(":");
    const device = line.slice(0, Math.max(colon, 0)).trim();
    const values = fields(line.slice(colon + 1)).map(parseCount);
    if (device === "" || values.length < families.length || values.some(Number.isNaN)) malformed++;
    else devices.set(device, { device, values });
  }
  return { devices: [...devices.values()], malformed };
};

// Process 1 lives in the machine's network namespace; we may live in a container's. Where it is hidden from us our own is all.
const readNetDev = (procfs: string): string => {
  try {
    return readText(join(procfs, "1/net/dev"), "utf8");
  } catch {
    return readText(join(procfs, "net/dev"), "utf8");
  }
};

const filter = filterFlags("collector.netdev.device", "network devices", "");

/** The counters of the machine's network devices, from inside a container too. */
export const netdev: CollectorDefinition = {
  name: "netdev",
  help: "network bytes, packets and errors",
  defaultEnabled: true,
  flags: [filter.exclude, filter.include],
  create: ({ paths, flags }) => {
    const sysfs = join(paths.sysfs, "class/net");
    const isReported = nameFilter(filter, flags);
    return {
      collect: (_scrape, emit) => {
        const { devices, malformed } = parseNetDev(readNetDev(paths.procfs));
        const hasSysfs = existsSync(sysfs);
        for (const { device, values } of devices) {
          if (!isReported(device)) continue;
          const label = labels({ device });
          families.forEach((family, at) => {
            emit(family, label, values[at] ?? 0);
          });
          const unhandled = hasSysfs ? parseCount(readValue(`${sysfs}/${device}/statistics/rx_nohandler`)) : Number.NaN;
          if (!Number.isNaN(unhandled)) emit(nohandler, label, unhandled);
        }
        if (malformed > 0) throw new Error(`/proc/net/dev has ${malformed} lines that cannot be read`);
      },
    };
  },
};
