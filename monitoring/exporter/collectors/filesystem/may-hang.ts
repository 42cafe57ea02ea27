import type { Mount } from "./mounts.ts";

/** Types whose statfs answers from memory and so returns at once, be the disk below them dead. */
const answersFromMemory = new Set([
  "ext2",
  "ext3",
  "ext4",
  "xfs",
  "vfat",
  "exfat",
  "tmpfs",
  "ramfs",
  "rootfs",
  "devtmpfs",
  "overlay",
  "squashfs",
  "iso9660",
  "proc",
  "sysfs",
  "cgroup",
  "cgroup2",
]);

const isAtOrBelow = (path: string, folder: string): boolean =>
  path === folder || folder === "/" || path.startsWith(`${folder}/`);

/**
 * Tells the mounts that can be asked right away from those where the question may never be answered: network and user-space
 * file systems, and whatever is reached through one of them.
 */
export const mayHang = (mounts: readonly Mount[]): ((mount: Mount) => boolean) => {
  const doubtful = mounts.filter(({ fsType }) => !answersFromMemory.has(fsType)).map(({ mountPoint }) => mountPoint);
  return ({ mountPoint }) => doubtful.some((folder) => isAtOrBelow(mountPoint, folder));
};
