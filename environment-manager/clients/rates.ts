import { type ExposedSample, type Exposition, sampleValue } from "./exposition.ts";

/** A processor's counter of the time in which it had nothing to do. */
export const isIdle = ({ labels }: ExposedSample): boolean => labels["mode"] === "idle";

/**
 * Share of all processors' time between two scrapes that was not idle, 0 to 1.
 * Counters of processors that went off- or online in between are left out; a counter that went back counts as still.
 */
export function busyShare(before: Exposition, now: Exposition): number | undefined {
  const counter = "node_cpu_seconds_total";
  const earlier = new Map(
    before.get(counter)?.map(({ labels, value }) => [`${labels["cpu"]} ${labels["mode"]}`, value]),
  );
  let total = 0;
  let idle = 0;
  for (const sample of now.get(counter) ?? []) {
    const { labels, value } = sample;
    const start = earlier.get(`${labels["cpu"]} ${labels["mode"]}`);
    if (start === undefined) continue;
    const passed = Math.max(0, value - start);
    total += passed;
    if (isIdle(sample)) idle += passed;
  }
  return total > 0 ? 1 - idle / total : undefined;
}

/** What is built of other disks (device mapper, software RAID) would be counted twice. */
export const isWholeDisk = (device: string) => !/^(dm-|md|loop|ram|zram|sr)\d/.test(device);

/** Loopback, bridges, containers' ends, tunnels and what bundles other devices do not count. */
export const leadsOut = (device: string) =>
  !/^(lo$|veth|docker|br-|virbr|cni|flannel|cali|tun|tap|wg|bond|team|dummy|ifb)|\./.test(device);

/** How much a counter grew, summed over the devices that count; one that was reset has grown from zero. */
export function increase(
  before: Exposition,
  now: Exposition,
  counter: string,
  counts: (device: string) => boolean,
): number {
  let sum = 0;
  for (const { labels, value } of now.get(counter) ?? []) {
    const { device = "" } = labels;
    const start = sampleValue(before, counter, { device });
    if (start !== undefined && counts(device)) sum += value >= start ? value - start : value;
  }
  return sum;
}
