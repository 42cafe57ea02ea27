import { readlinkSync } from "node:fs";
import { machine } from "node:os";
import { join } from "node:path";
import { gauge } from "../exposition/family.ts";
import { labels } from "../exposition/labels.ts";
import type { Paths } from "../reading/paths.ts";
import { readValue } from "../reading/read.ts";
import { rememberFacts } from "../reading/remember.ts";
import type { CollectorDefinition } from "./collector.ts";

const info = gauge("node_uname_info", "1, labelled by what the uname system call says of the machine.");

const link = (path: string): string | undefined => {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
};

/**
 * The machine's name. The kernel answers with the name of our own UTS namespace, which in a container is the container's
 * id, unless process 1 is seen to share it; then /etc/hostname below the machine's root is what remains.
 */
const nodeName = ({ procfs, rootfs }: Paths): string => {
  const ours = readValue(join(procfs, "sys/kernel/hostname"), "utf8") ?? "";
  if (rootfs === "/") return ours;
  const namespace = link(join(procfs, "1/ns/uts"));
  if (namespace !== undefined && namespace === link("/proc/self/ns/uts")) return ours;
  const written = readValue(join(rootfs, "etc/hostname"), "utf8")?.split("\n")[0]?.trim();
  return written === undefined || written === "" ? ours : written;
};

/** The machine's kernel and name, from /proc/sys/kernel, which is what uname(2) answers. */
export const uname: CollectorDefinition = {
  name: "uname",
  help: "kernel and host name",
  defaultEnabled: true,
  flags: [],
  create: ({ paths }) => {
    const kernel = (name: string): string | undefined => readValue(join(paths.procfs, "sys/kernel", name), "utf8");
    const names = rememberFacts(() => {
      const [sysname, release, version] = [kernel("ostype"), kernel("osrelease"), kernel("version")];
      if (sysname === undefined || release === undefined || version === undefined) {
        throw new Error(`${paths.procfs}/sys/kernel does not name the kernel`);
      }
      const domainname = kernel("domainname") ?? "";
      return labels({
        sysname,
        release,
        version,
        machine: kernel("arch") ?? machine(),
        nodename: nodeName(paths),
        domainname,
      });
    });
    return { collect: (_scrape, emit) => emit(info, names(), 1) };
  },
};
