import { describe, expect, test } from "vitest";
import { parseExposition } from "./exposition.ts";
import { hostFigures, type Reading } from "./host-figures.ts";

const reading = (seconds: number, ...lines: string[]): Reading => ({
  at: seconds * 1000,
  metrics: parseExposition(lines.join("\n")),
});

const cpu = (core: number, idle: number, user: number) => [
  `node_cpu_seconds_total{cpu="${core}",mode="idle"} ${idle}`,
  `node_cpu_seconds_total{cpu="${core}",mode="user"} ${user}`,
];

describe("hostFigures", () => {
  test("reads what one scrape is enough for", () => {
    const figures = hostFigures(
      undefined,
      reading(
        0,
        'node_uname_info{nodename="gpu-box-7",sysname="Linux"} 1',
        "node_boot_time_seconds 1.7e+09",
        "node_load1 1.5",
        "node_load5 1",
        "node_load15 0.5",
        "node_memory_MemTotal_bytes 1000",
        "node_memory_MemAvailable_bytes 400",
        ...cpu(0, 10, 1),
        ...cpu(1, 10, 1),
      ),
    );
    expect(figures).toEqual({
      name: "gpu-box-7",
      bootedAt: new Date(1.7e12),
      cores: 2,
      load: [1.5, 1, 0.5],
      memory: { used: 600, total: 1000 },
    });
  });

  test("knows nothing of what is not told", () => {
    expect(hostFigures(undefined, reading(0, "up 1"))).toEqual({ cores: 0 });
  });
});

describe("the processors' share of work", () => {
  const share = (before: string[], now: string[]) => hostFigures(reading(0, ...before), reading(2, ...now)).cpu;

  test("is what was not idle between two scrapes, over all processors", () => {
    expect(share([...cpu(0, 0, 0), ...cpu(1, 0, 0)], [...cpu(0, 1, 1), ...cpu(1, 2, 0)])).toBeCloseTo(0.25);
  });

  test("leaves out a processor that came online in between", () => {
    expect(share(cpu(0, 0, 0), [...cpu(0, 1, 1), ...cpu(1, 500, 0)])).toBeCloseTo(0.5);
  });

  test("is between 0 and 1 when a counter goes back, as idle time does on some kernels", () => {
    expect(share(cpu(0, 100, 0), cpu(0, 99.99, 2))).toBe(1);
  });

  test("is not known while no time has passed", () => {
    expect(share(cpu(0, 1, 1), cpu(0, 1, 1))).toBeUndefined();
  });
});

describe("traffic", () => {
  const received = (device: string, bytes: number) =>
    `node_network_receive_bytes_total{device="${device}"} ${bytes}\nnode_network_transmit_bytes_total{device="${device}"} 0`;
  const network = (before: string[], now: string[]) =>
    hostFigures(reading(10, ...before), reading(12, ...now)).networkTraffic?.in;

  test("is bytes a second between two scrapes", () => {
    expect(network([received("eth0", 1000)], [received("eth0", 5000)])).toBe(2000);
  });

  test("counts a counter that was reset from zero", () => {
    expect(network([received("eth0", 1000)], [received("eth0", 600)])).toBe(300);
  });

  test("counts no bytes twice that pass through bridges, bonds, containers' ends or tunnels", () => {
    const devices = ["eth0", "lo", "veth12ab", "docker0", "br-1", "bond0", "eth0.7", "tun0", "wg0"];
    expect(
      network(
        devices.map((device) => received(device, 0)),
        devices.map((device) => received(device, 200)),
      ),
    ).toBe(100);
  });

  test("counts no bytes twice that pass through a device mapper or RAID", () => {
    const disk = (device: string, bytes: number) =>
      `node_disk_read_bytes_total{device="${device}"} ${bytes}\nnode_disk_written_bytes_total{device="${device}"} ${bytes * 2}`;
    const devices = ["nvme0n1", "sda", "dm-0", "md127"];
    const at = (bytes: number) => devices.map((device) => disk(device, bytes));
    expect(hostFigures(reading(0, ...at(0)), reading(2, ...at(100))).diskTraffic).toEqual({ in: 100, out: 200 });
  });
});

describe("the disk shown", () => {
  const disk = (mountpoint: string, fstype: string, size: number, available: number, readOnly = 0) => {
    const labels = `{device="${mountpoint}",fstype="${fstype}",mountpoint="${mountpoint}"}`;
    return [
      `node_filesystem_size_bytes${labels} ${size}`,
      `node_filesystem_avail_bytes${labels} ${available}`,
      `node_filesystem_readonly${labels} ${readOnly}`,
    ].join("\n");
  };
  const shown = (...disks: string[]) => hostFigures(undefined, reading(0, ...disks)).disk;

  test("is the one with the least room", () => {
    expect(shown(disk("/", "ext4", 100, 60), disk("/data", "xfs", 1000, 100))).toEqual({
      mountpoint: "/data",
      used: 900,
      total: 1000,
    });
  });

  test("is none that is always full or shows another one's room", () => {
    const disks = [disk("/", "ext4", 100, 60), disk("/snap/x", "squashfs", 10, 0), disk("/media/cd", "udf", 10, 0, 1)];
    expect(shown(...disks)?.mountpoint).toBe("/");
  });

  test("is the root of a container where there is nothing else", () => {
    expect(shown(disk("/", "overlay", 100, 60), disk("/dev/shm", "tmpfs", 64, 1))?.mountpoint).toBe("/");
  });
});
