import { expect, test } from "vitest";
import { mayHang } from "./may-hang.ts";
import { parseMounts, underRoot, withoutRoot } from "./mounts.ts";
import { planner } from "./plan.ts";

const mount = (mountPoint: string, fsType: string, device = "dev"): string =>
  `30 27 0:50 / ${mountPoint} rw,relatime - ${fsType} ${device} rw`;

test("a line with optional fields, or none, or several, is read alike", () => {
  for (const optional of ["", "shared:1 ", "shared:1 master:2 propagate_from:3 "]) {
    const { mounts } = parseMounts(`30 27 259:1 / /data ro,noatime ${optional}- xfs /dev/nvme0n1p1 rw\n`);
    expect(mounts).toEqual([
      { major: "259", minor: "1", mountPoint: "/data", device: "/dev/nvme0n1p1", fsType: "xfs", readOnly: true },
    ]);
  }
});

test("blanks, tabs, newlines and backslashes in a mount point are unescaped", () => {
  const { mounts } = parseMounts(mount("/a\\040b\\011c\\012d\\134e", "ext4"));
  expect(mounts[0]?.mountPoint).toBe("/a b\tc\nd\\e");
});

test("a word that only contains ro is not read-only", () => {
  expect(parseMounts("30 27 0:5 / /x rw,errors=remount-ro - ext4 d rw").mounts[0]?.readOnly).toBe(false);
});

test("paths go below the machine's root and back", () => {
  for (const path of ["/", "/data", "/data/a b"]) {
    for (const root of ["/", "/host/root"]) expect(withoutRoot(root, underRoot(root, path))).toBe(path);
  }
  expect(withoutRoot("/host/root", "/host/rootless")).toBe("/host/rootless");
});

test("network and user-space mounts may hang, and what lies below them, and what is not known", () => {
  const lines = [
    mount("/", "ext4"),
    mount("/net/a", "nfs4"),
    mount("/net/a/scratch", "xfs"),
    mount("/net/ab", "xfs"),
    mount("/data", "brandnewfs"),
    mount("/run", "tmpfs"),
  ];
  const { mounts } = parseMounts(lines.join("\n"));
  const doubtful = mounts.filter(mayHang(mounts)).map(({ mountPoint }) => mountPoint);
  expect(doubtful).toEqual(["/net/a", "/net/a/scratch", "/data"]);
});

test("below a root that may hang everything may", () => {
  const { mounts } = parseMounts([mount("/", "nfs"), mount("/data", "ext4")].join("\n"));
  expect(mounts.filter(mayHang(mounts)).length).toBe(2);
});

test("two mounts that would make the same series are asked once, the later of them", () => {
  const plan = planner("/", () => true);
  const text = `${mount("/x", "ext4")}\n31 27 0:51 / /x ro - ext4 dev rw\n${mount("/x", "xfs")}`;
  const asked = plan(text).asked.map(({ mount: { fsType, readOnly } }) => [fsType, readOnly]);
  expect(asked).toEqual([
    ["ext4", true],
    ["xfs", false],
  ]);
  expect(plan(text)).toBe(plan(text));
});
