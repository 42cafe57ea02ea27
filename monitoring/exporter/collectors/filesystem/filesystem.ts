import { durationFlag } from "../../flags/flag.ts";
import { filterFlags, nameFilter } from "../../flags/name-filter.ts";
import { threadPoolSize } from "../../thread-pool.ts";
import type { CollectorDefinition } from "../collector.ts";
import { askInThread, askNow, notVisible, timedOut } from "./ask.ts";
import { emitMount } from "./families.ts";
import { readMounts } from "./mounts.ts";
import { patientAsker } from "./patience.ts";
import { type Asked, planner } from "./plan.ts";
import { visibleMounts } from "./visible.ts";

const mountFilter = filterFlags(
  "collector.filesystem.mount-points",
  "mount points",
  "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
);
const typeFilter = filterFlags(
  "collector.filesystem.fs-types",
  "file system types",
  "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs)$",
);
const timeoutFlag = durationFlag(
  "collector.filesystem.mount-timeout",
  "5s",
  "How long to wait for mounts that are silent.",
);

/** What is left of a scrape's time for writing down what came of it. */
const writingMs = 50;

/** Size and room of the machine's mounted file systems. */
export const filesystem: CollectorDefinition = {
  name: "filesystem",
  help: "size and room of mounted file systems",
  defaultEnabled: true,
  flags: [mountFilter.exclude, mountFilter.include, typeFilter.exclude, typeFilter.include, timeoutFlag],
  create: ({ paths, flags }) => {
    const [hasGoodPath, hasGoodType] = [nameFilter(mountFilter, flags), nameFilter(typeFilter, flags)];
    const planFor = planner(paths.rootfs, ({ mountPoint, fsType }) => hasGoodPath(mountPoint) && hasGoodType(fsType));
    const visibleNow = visibleMounts(paths.rootfs);
    const asker = patientAsker(askInThread, threadPoolSize() - 1);
    const timeoutMs = flags.get(timeoutFlag) * 1000;
    return {
      collect: async (scrape, emit) => {
        const { asked, malformed } = planFor(readMounts(paths.procfs));
        const isVisible = visibleNow();
        const doubtful: Asked[] = [];
        for (const question of asked) {
          if (!isVisible(question.mount.mountPoint)) emitMount(question.mount, notVisible, emit);
          else if (question.doubtful) doubtful.push(question);
          else emitMount(question.mount, askNow(question.path), emit);
        }
        if (doubtful.length > 0) {
          const waitMs = Math.max(0, Math.min(timeoutMs, scrape.deadline - performance.now() - writingMs));
          const answers = await asker.askAll([...new Set(doubtful.map(({ path }) => path))], waitMs);
          for (const { mount, path } of doubtful) emitMount(mount, answers.get(path) ?? timedOut, emit);
        }
        if (malformed > 0) throw new Error(`mountinfo has ${malformed} lines that cannot be read`);
      },
      holdsThreads: asker.isWaiting,
    };
  },
};
