import { readlinkSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where the machine's own file systems are seen from here; inside a container they are mounted elsewhere. */
export type Paths = {
  readonly procfs: string;
  readonly sysfs: string;
  readonly rootfs: string;
  /** udev's database, one file a device. */
  readonly udevData: string;
};

/**
 * `path` of the machine as a path from here, with a last symbolic link followed as the machine would: an absolute target
 * lies below `rootfs`, not below our own root.
 */
export const resolveInRoot = (rootfs: string, path: string): string => {
  let current = path;
  for (let hops = 0; hops < 10; hops++) {
    try {
      const target = readlinkSync(join(rootfs, current));
      current = target.startsWith("/") ? target : join(dirname(current), target);
    } catch {
      break;
    }
  }
  return join(rootfs, current);
};
