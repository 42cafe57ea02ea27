import { mayHang } from "./may-hang.ts";
import { type Mount, parseMounts, underRoot, withoutRoot } from "./mounts.ts";

/** A mount to report, where it is seen from here, and whether asking it may hang. */
export type Asked = { readonly mount: Mount; readonly path: string; readonly doubtful: boolean };

/** What to ask in a scrape. */
export type Plan = { readonly asked: readonly Asked[]; readonly malformed: number };

/** The mounts that make different series: of several alike, as a second mount on the same place, one is enough. */
const onceEach = (mounts: readonly Mount[]): Mount[] => [
  ...new Map(mounts.map((mount) => [[mount.device, mount.mountPoint, mount.fsType].join("\n"), mount])).values(),
];

/** Plans from the text of a mountinfo; while that stays the same, so does the plan. */
export const planner = (rootfs: string, isReported: (mount: Mount) => boolean): ((mountinfo: string) => Plan) => {
  let text: string | undefined;
  let plan: Plan = { asked: [], malformed: 0 };
  return (mountinfo) => {
    if (mountinfo === text) return plan;
    const { mounts: all, malformed } = parseMounts(mountinfo);
    const mounts = all.map((mount) => ({ ...mount, mountPoint: withoutRoot(rootfs, mount.mountPoint) }));
    const isDoubtful = mayHang(mounts);
    const asked = onceEach(mounts.filter(isReported)).map((mount) => ({
      mount,
      path: underRoot(rootfs, mount.mountPoint),
      doubtful: isDoubtful(mount),
    }));
    text = mountinfo;
    plan = { asked, malformed };
    return plan;
  };
};
