import { gauge } from "../../exposition/family.ts";
import { labels } from "../../exposition/labels.ts";
import type { Emit } from "../../exposition/section.ts";
import type { Answer } from "./ask.ts";
import type { Mount } from "./mounts.ts";

const size = gauge("node_filesystem_size_bytes", "Size of the file system, in bytes.");
const free = gauge("node_filesystem_free_bytes", "Bytes free, with those kept for root.");
const available = gauge("node_filesystem_avail_bytes", "Bytes free to those who are not root.");
const files = gauge("node_filesystem_files", "Files that the file system can hold.");
const filesFree = gauge("node_filesystem_files_free", "Files that can still be made.");
const readOnly = gauge("node_filesystem_readonly", "1 for a mount that is read-only, else 0.");
const failed = gauge("node_filesystem_device_error", "1 when device_error says why the figures are missing, else 0.");
const info = gauge("node_filesystem_mount_info", "1, labelled by the device numbers of the mount.");

/** Emits what is known of a mount; a mount without an answer has its error and nothing that could be taken for a figure. */
export const emitMount = (mount: Mount, answer: Answer, emit: Emit): void => {
  const { device, fsType: fstype, mountPoint: mountpoint, major, minor } = mount;
  const device_error = "error" in answer ? answer.error : "";
  const label = labels({ device, mountpoint, fstype, device_error });
  emit(failed, label, device_error === "" ? 0 : 1);
  emit(readOnly, label, mount.readOnly ? 1 : 0);
  if ("error" in answer) return;
  emit(size, label, answer.size);
  emit(free, label, answer.free);
  emit(available, label, answer.available);
  emit(files, label, answer.files);
  emit(filesFree, label, answer.filesFree);
  emit(info, labels({ device, major, minor, mountpoint }), 1);
};
